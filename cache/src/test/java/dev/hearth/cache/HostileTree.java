package dev.hearth.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Makes what only a build would: deep folders, pipes, links, odd rights. */
final class HostileTree {
  /** Levels that fit well into one path. */
  private static final int STEP = 1000;

  private HostileTree() {}

  /** Many folders, each in the one before: deeper than any path can be written. */
  static void nest(Path folder, int levels) throws IOException {
    Path chain = folder.resolveSibling(folder.getFileName() + "-chain");
    Path next = folder.resolveSibling(folder.getFileName() + "-next");
    Files.createDirectory(chain);
    for (int left = levels - 1; left > 0; left -= STEP) {
      Path bottom = Files.createDirectories(next.resolve("d/".repeat(Math.min(left, STEP)) + "."));
      Files.move(chain, bottom.resolve("d"));
      Files.move(next, chain);
    }
    Files.move(chain, folder.resolve("d"));
  }

  static void pipe(Path file) throws Exception {
    run(folderOf(file), "mkfifo " + file.getFileName());
  }

  static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  static void run(Path folder, String script) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder(List.of("bash", "-c", script))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    if (!shell.waitFor(20, TimeUnit.SECONDS)) {
      shell.destroyForcibly();
      throw new IllegalStateException("the script did not end: " + script);
    }
    String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (shell.exitValue() != 0) {
      throw new IllegalStateException("the script failed: " + said);
    }
  }
}
