package dev.hearth.cache;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory for each project, used by one attempt at a time.
 *
 * <p>A directory has one state only, so three things are weaker here than with copy-on-write
 * layers: what a failed build wrote stays; a build that is not protected writes where protected
 * ones read ({@link CacheUse#READ_ONLY} is said in the log, and not enforced); builds of one
 * project wait for each other. What a build installed itself is removed at the end of every build.
 */
public final class DirectoryCaches implements ProjectCaches {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryCaches.class);

  private final CacheLayout layout;
  private final ProjectLocks locks;
  private final int buildUser;

  /**
   * @param root where all caches of this host lie; made if absent, for this user alone
   * @param buildUser uid and gid of who compiles, to whom the directories are given
   * @throws CacheException if the root cannot be made
   */
  public DirectoryCaches(Path root, int buildUser) {
    this.layout = new CacheLayout(root);
    this.locks = new ProjectLocks(layout);
    this.buildUser = buildUser;
    try {
      Files.createDirectories(
          layout.root(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.createDirectories(layout.projects());
      Files.createDirectories(layout.locks());
      Files.createDirectories(layout.temporaries());
    } catch (IOException e) {
      throw new CacheException(
          "tried to make the folder of the caches, %s, but could not; is the disk writable?"
              .formatted(layout.root()),
          e);
    }
  }

  @Override
  public OpenCache open(CacheRequest request, Consumer<String> buildLog)
      throws InterruptedException {
    try {
      return switch (request.use()) {
        case NONE -> openTemporary(request);
        case READ_AND_WRITE, READ_ONLY -> openKept(request, buildLog);
      };
    } catch (IOException e) {
      throw new CacheException(
          "tried to open the cache of project %s but could not: %s; look at the disk of %s"
              .formatted(request.project(), e, layout.root()),
          e);
    }
  }

  private OpenCache openTemporary(CacheRequest request) throws IOException {
    Path folder = layout.temporary(request.attempt());
    Files.createDirectories(folder);
    var directories = new ArrayList<CacheDirectory>();
    for (CachePath path : request.paths()) {
      directories.add(new CacheDirectory(path, directory(folder, path)));
    }
    return new TemporaryCache(folder, List.copyOf(directories));
  }

  private OpenCache openKept(CacheRequest request, Consumer<String> buildLog)
      throws IOException, InterruptedException {
    ProjectLocks.Held held = locks.take(request, buildLog);
    try {
      Path folder = layout.project(request.project());
      boolean first = !Files.isDirectory(folder, NOFOLLOW_LINKS);
      Files.createDirectories(folder);
      List<CachePath> cold = new ArrayList<>();
      var directories = new ArrayList<CacheDirectory>();
      for (CachePath path : request.paths()) {
        Path directory = directory(folder, path);
        if (isEmpty(directory)) {
          cold.add(path);
        }
        directories.add(new CacheDirectory(path, directory));
      }
      var cache = new DirectoryCache(layout, request, List.copyOf(directories), held);
      cache.begin(first, cold);
      return cache;
    } catch (IOException | RuntimeException e) {
      held.close();
      throw e;
    }
  }

  /** Makes it if absent; what stands there and is no folder is removed. */
  private Path directory(Path parent, CachePath path) throws IOException {
    Path directory = parent.resolve(path.asName());
    if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
      Files.deleteIfExists(directory);
      Files.createDirectory(directory);
    }
    give(directory);
    return directory;
  }

  private void give(Path directory) throws IOException {
    for (String id : List.of("unix:uid", "unix:gid")) {
      if (!Integer.valueOf(buildUser).equals(Files.getAttribute(directory, id, NOFOLLOW_LINKS))) {
        Files.setAttribute(directory, id, buildUser, NOFOLLOW_LINKS);
      }
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    }
  }

  @Override
  public List<String> warmProjects() {
    Map<String, FileTime> used = new HashMap<>();
    try (DirectoryStream<Path> projects =
        Files.newDirectoryStream(
            layout.projects(), path -> Files.isDirectory(path, NOFOLLOW_LINKS))) {
      for (Path project : projects) {
        String id = String.valueOf(project.getFileName());
        used.put(id, lastUse(id));
      }
    } catch (IOException e) {
      throw new CacheException("tried to list the caches in " + layout.projects(), e);
    }
    return used.entrySet().stream()
        .sorted(Map.Entry.<String, FileTime>comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private FileTime lastUse(String project) throws IOException {
    try {
      return Files.getLastModifiedTime(layout.succeeded(project), NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return FileTime.fromMillis(0);
    }
  }

  @Override
  public boolean delete(String project) {
    try {
      Optional<ProjectLocks.Held> held = locks.takeIfFree(project);
      if (held.isEmpty()) {
        return false;
      }
      try (ProjectLocks.Held _ = held.get()) {
        Trees.delete(layout.project(project));
        Files.deleteIfExists(layout.opened(project));
        Files.deleteIfExists(layout.succeeded(project));
        Files.deleteIfExists(layout.lock(project));
      }
      return true;
    } catch (IOException e) {
      throw new CacheException(
          "tried to delete the cache %s but could not; look at the disk"
              .formatted(layout.project(project)),
          e);
    }
  }

  @Override
  public void removeLeftovers(Set<String> running) {
    try (DirectoryStream<Path> attempts = Files.newDirectoryStream(layout.temporaries())) {
      for (Path attempt : attempts) {
        if (!running.contains(String.valueOf(attempt.getFileName()))) {
          Trees.delete(attempt);
          LOG.atInfo().addKeyValue("attempt", attempt.getFileName()).log("left cache removed");
        }
      }
    } catch (IOException e) {
      throw new CacheException("tried to remove left caches in " + layout.temporaries(), e);
    }
  }

  /** Puts an empty file there, which bears the present time. */
  static void mark(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file);
  }
}
