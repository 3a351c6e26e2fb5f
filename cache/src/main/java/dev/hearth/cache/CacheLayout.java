package dev.hearth.cache;

import java.nio.file.Path;

/**
 * How caches lie on a host's disk. Everything is below one root, which only root may enter; names
 * are checked ids:
 *
 * <pre>
 * projects/{project}/{path}     a cached folder; "/" of its path is "+"     the build's user
 * projects/{project}.opened     stands while a build has it; found at an opening, that build never
 *                               said how it ended
 * projects/{project}.succeeded  its time is when a build last succeeded with this cache
 * locks/{project}               locked by the process that has the cache; the lock dies with it
 * temporary/{attempt}/{path}    the cache of an attempt that asked for none; gone when it is closed
 * </pre>
 */
record CacheLayout(Path root) {
  CacheLayout {
    root = root.toAbsolutePath().normalize();
  }

  Path projects() {
    return root.resolve("projects");
  }

  Path project(String project) {
    return projects().resolve(project);
  }

  Path opened(String project) {
    return projects().resolve(project + ".opened");
  }

  Path succeeded(String project) {
    return projects().resolve(project + ".succeeded");
  }

  Path locks() {
    return root.resolve("locks");
  }

  Path lock(String project) {
    return locks().resolve(project);
  }

  Path temporaries() {
    return root.resolve("temporary");
  }

  Path temporary(String attempt) {
    return temporaries().resolve(attempt);
  }
}
