package dev.hearth.agent.results;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds reports in a work tree that belongs to a build. No link is followed, only files are opened,
 * and only those that were written since the compile began: others came with the commit.
 *
 * @param workTree trusted up to here
 * @param since when the compile began, by this host's clock
 */
record ReportFiles(Path workTree, Instant since) {
  static final int MOST_FILES = 5000;
  static final long MOST_BYTES = 256 << 20;

  /** Folders and files that are looked at. */
  static final int MOST_ENTRIES = 1_000_000;

  /** Each level holds a descriptor open. */
  static final int DEEPEST = 64;

  private static final Pattern REPORT =
      Pattern.compile(
          "(.*/)?("
              + "target/(surefire|failsafe)-reports/TEST-[^/]*\\.xml"
              + "|build/test-results/(.*/)?TEST-[^/]*\\.xml"
              + "|test-results/[^/]*\\.xml"
              + "|junit\\.xml)",
          Pattern.DOTALL);

  /** Full of files that others wrote, reports of their own tests among them. */
  private static final Set<String> PASSED_OVER = Set.of(".git", "node_modules");

  /** Takes reports. */
  interface Reader {
    /**
     * @throws ReportException if it is none
     */
    void read(InputStream report) throws IOException;
  }

  /** Whether a file is a report by its place in the work tree. */
  static boolean isReport(String path) {
    return path.endsWith(".xml") && REPORT.matcher(path).matches();
  }

  /** Has all reports read, in the order of their paths; what is wrong with some is noted. */
  Found readAll(Reader reader) throws IOException {
    Walk walk = new Walk(reader);
    try (var root = Files.newDirectoryStream(workTree)) {
      if (!(root instanceof SecureDirectoryStream<Path> secure)) {
        throw new IOException("this file system cannot be walked safely: " + workTree);
      }
      walk.folder(secure, "", 1);
    }
    return walk.found;
  }

  private final class Walk {
    private final Reader reader;
    private final Found found = new Found();
    private int entries;
    private long bytes;

    Walk(Reader reader) {
      this.reader = reader;
    }

    void folder(SecureDirectoryStream<Path> folder, String path, int depth) {
      for (Path name : sorted(folder)) {
        String entry = path + name;
        try {
          BasicFileAttributes attributes =
              folder
                  .getFileAttributeView(
                      name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                  .readAttributes();
          if (attributes.isDirectory()) {
            below(folder, name, entry, depth);
          } else if (attributes.isRegularFile() && isReport(entry) && isNew(attributes)) {
            file(folder, name, attributes);
          }
        } catch (ReportException e) {
          found.leftOut(entry, e.why());
        } catch (IOException e) {
          // It changes as we look, or is nobody's to read.
          if (isReport(entry)) {
            found.leftOut(entry, "can't be read");
          }
        }
      }
    }

    private List<Path> sorted(SecureDirectoryStream<Path> folder) {
      List<Path> names = new ArrayList<>();
      try {
        for (Path entry : folder) {
          if (entries == MOST_ENTRIES) {
            found.leftRest("there are more than %,d files".formatted(MOST_ENTRIES));
            break;
          }
          entries++;
          names.add(entry.getFileName());
        }
      } catch (DirectoryIteratorException e) {
        found.leftRest("a folder can't be listed");
      }
      names.sort(null);
      return names;
    }

    private void below(SecureDirectoryStream<Path> folder, Path name, String entry, int depth)
        throws IOException {
      if (PASSED_OVER.contains(name.toString())) {
        return;
      }
      if (depth == DEEPEST) {
        found.leftRest("folders are nested over %d deep".formatted(DEEPEST));
        return;
      }
      try (SecureDirectoryStream<Path> below =
          folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        folder(below, entry + "/", depth + 1);
      }
    }

    private boolean isNew(BasicFileAttributes attributes) {
      return !attributes.lastModifiedTime().toInstant().isBefore(since);
    }

    private void file(SecureDirectoryStream<Path> folder, Path name, BasicFileAttributes attributes)
        throws IOException {
      found.count();
      if (attributes.size() > BoundedReport.LARGEST) {
        throw BoundedReport.tooLarge();
      }
      if (found.reports() > MOST_FILES || bytes > MOST_BYTES) {
        throw new ReportException(
            "is behind the first %,d files or %,d MiB".formatted(MOST_FILES, MOST_BYTES >> 20));
      }
      try (var channel =
              folder.newByteChannel(
                  name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
          var in = new BoundedReport(Channels.newInputStream(channel))) {
        try {
          reader.read(in);
        } finally {
          bytes += in.count();
        }
      }
    }
  }

  /** What was found, and what of it was left out. Not thread-safe. */
  static final class Found {
    private int reports;
    private int leftOut;
    private String first = "";
    private String rest = "";

    int reports() {
      return reports;
    }

    private void count() {
      reports++;
    }

    private void leftOut(String path, String why) {
      leftOut++;
      if (first.isEmpty()) {
        first = path.replaceAll("\\p{Cntrl}", "?") + " " + why;
      }
    }

    private void leftRest(String why) {
      rest = why;
    }

    /** Whether there may be more tests than were read. */
    boolean isPartial() {
      return leftOut > 0 || !rest.isEmpty();
    }

    /** What was left out, in one sentence for the build's log; empty: nothing. */
    String sentence() {
      String some =
          leftOut == 0
              ? ""
              : "%d of %d test reports left out: %s%s"
                  .formatted(leftOut, reports, first, leftOut > 1 ? ", and others" : "");
      String more = rest.isEmpty() ? "" : "test reports may be missing: " + rest;
      return some + (some.isEmpty() || more.isEmpty() ? "" : "; ") + more;
    }
  }
}
