package dev.hearth.cache;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A project's kept directories, held by one attempt. */
final class DirectoryCache implements OpenCache {
  private static final CachePath MAVEN_REPOSITORY = new CachePath(".m2/repository");

  private final CacheLayout layout;
  private final CacheRequest request;
  private final List<CacheDirectory> directories;
  private final ProjectLocks.Held held;
  private String reason = "";

  DirectoryCache(
      CacheLayout layout,
      CacheRequest request,
      List<CacheDirectory> directories,
      ProjectLocks.Held held) {
    this.layout = layout;
    this.request = request;
    this.directories = directories;
    this.held = held;
  }

  /**
   * Tidies up after an attempt that never said how it ended, and finds out how warm the cache is.
   *
   * @param first whether nothing of the project was there before
   * @param cold the paths whose directories are empty
   */
  void begin(boolean first, List<CachePath> cold) throws IOException {
    var sentences = new ArrayList<String>();
    boolean abandoned = wasLeftByAnother();
    Files.writeString(layout.opened(request.project()), request.attempt());
    sentences.add(warmth(first, cold));
    if (abandoned && !first) {
      sentences.add("The build before did not end in order; what it wrote was kept.");
      sentences.addAll(tidy().sentences());
    }
    if (request.use() == CacheUse.READ_ONLY) {
      sentences.add(
          "This build is not protected, yet it writes to the same directory as the protected ones:"
              + " this host keeps one directory for each project.");
    }
    reason = String.join(" ", sentences);
  }

  /** Whether an attempt has opened it that did not say how it ended, and is not this one. */
  private boolean wasLeftByAnother() throws IOException {
    var opened = layout.opened(request.project());
    return Files.exists(opened, NOFOLLOW_LINKS)
        && !Files.readString(opened).equals(request.attempt());
  }

  private String warmth(boolean first, List<CachePath> cold) throws IOException {
    if (directories.isEmpty()) {
      return "Cache: none, as the builder names nothing to keep.";
    }
    if (first) {
      return "Cache: cold, the first build of this project on this host.";
    }
    if (cold.size() == directories.size()) {
      return "Cache: cold, no build of this project has left anything on this host.";
    }
    if (!cold.isEmpty()) {
      return "Cache: partly cold, nothing is kept yet of "
          + cold.stream().map(CachePath::value).collect(Collectors.joining(", "))
          + ".";
    }
    var succeeded = layout.succeeded(request.project());
    if (!Files.exists(succeeded, NOFOLLOW_LINKS)) {
      return "Cache: warm, though no build that used it has succeeded yet.";
    }
    FileTime time = Files.getLastModifiedTime(succeeded, NOFOLLOW_LINKS);
    return "Cache: warm, a build last succeeded with it at %s."
        .formatted(time.toInstant().truncatedTo(ChronoUnit.SECONDS));
  }

  @Override
  public List<CacheDirectory> directories() {
    return directories;
  }

  @Override
  public String reason() {
    return reason;
  }

  @Override
  public String commit() {
    return end(
        "keep",
        () -> {
          Tidied tidied = tidy();
          DirectoryCaches.mark(layout.succeeded(request.project()));
          var sentences = new ArrayList<>(tidied.sentences());
          sentences.addFirst("The cache is kept: %s.".formatted(Bytes.text(tidied.bytes())));
          return sentences;
        });
  }

  @Override
  public String discard() {
    return end(
        "tidy up",
        () -> {
          var sentences = new ArrayList<>(tidy().sentences());
          sentences.addFirst(
              "What this build wrote to the cache stays in it: this host keeps one directory for"
                  + " each project. Should it be broken, build without cache.");
          return sentences;
        });
  }

  private interface Ending {
    List<String> run() throws IOException;
  }

  private String end(String verb, Ending ending) {
    try {
      List<String> sentences = ending.run();
      Files.deleteIfExists(layout.opened(request.project()));
      return String.join(" ", sentences);
    } catch (IOException e) {
      throw new CacheException(
          "tried to %s the cache of project %s but could not: %s; look at the disk of %s"
              .formatted(verb, request.project(), e, layout.root()),
          e);
    }
  }

  /** What is left for the next build, and what it was spared, in sentences. */
  private record Tidied(long bytes, List<String> sentences) {}

  private Tidied tidy() throws IOException {
    long bytes = 0;
    var sentences = new ArrayList<String>();
    for (CacheDirectory directory : directories) {
      try {
        if (directory.path().equals(MAVEN_REPOSITORY)) {
          sayInstalled(InstalledArtifacts.removeFrom(directory.directory()), sentences);
        }
        bytes += Trees.size(directory.directory());
      } catch (Trees.TooDeepException e) {
        empty(directory);
        sentences.add("%s was emptied: %s.".formatted(directory.path().value(), e.getMessage()));
      }
    }
    return new Tidied(bytes, sentences);
  }

  private static void sayInstalled(int files, List<String> sentences) {
    if (files > 0) {
      sentences.add(
          files == 1
              ? "One file that the build had installed itself was taken out of it."
              : files + " files that the build had installed itself were taken out of it.");
    }
  }

  private static void empty(CacheDirectory directory) throws IOException {
    var owner = Files.getAttribute(directory.directory(), "unix:uid", NOFOLLOW_LINKS);
    var group = Files.getAttribute(directory.directory(), "unix:gid", NOFOLLOW_LINKS);
    Trees.delete(directory.directory());
    Files.createDirectory(directory.directory());
    Files.setAttribute(directory.directory(), "unix:uid", owner, NOFOLLOW_LINKS);
    Files.setAttribute(directory.directory(), "unix:gid", group, NOFOLLOW_LINKS);
  }

  @Override
  public void leave() {
    held.close();
  }

  @Override
  public void close() {
    held.close();
  }
}
