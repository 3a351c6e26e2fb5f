package dev.hearth.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A row of a table of payloads: a file, the header it comes with, what is to be made of it.
 *
 * @param expected {@code build REF @ HASH}, {@code tag REF @ HASH}, {@code ignore: …}, or another
 *     description of something that asks for no build
 */
record Payload(Path file, String event, String expected) {
  /** Payloads that stand in this project. */
  static List<Payload> ours() {
    return gitLabRows(Path.of("src", "test", "resources"), Path.of("gitlab", "EXPECTED.md"));
  }

  /** Payloads of real senders, where {@code shared/webhooks} lies beside the project. */
  static List<Payload> shared() {
    return Stream.iterate(Optional.of(Path.of("").toAbsolutePath()), Payload::above)
        .takeWhile(Optional::isPresent)
        .map(folder -> folder.orElseThrow().resolve("shared/webhooks"))
        .filter(folder -> Files.exists(folder.resolve("SOURCES.md")))
        .findFirst()
        .map(folder -> gitLabRows(folder, Path.of("SOURCES.md")))
        .orElse(List.of());
  }

  static List<Payload> all() {
    return Stream.concat(ours().stream(), shared().stream()).toList();
  }

  byte[] body() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HookHeaders headers() {
    return HookHeaders.of(Map.of("X-Gitlab-Event", event));
  }

  HookOutcome read() {
    return GitLabHooks.read(headers(), body());
  }

  @Override
  public String toString() {
    return file.getFileName() + ": " + expected;
  }

  private static Optional<Path> above(Optional<Path> folder) {
    return folder.map(Path::getParent);
  }

  private static List<Payload> gitLabRows(Path folder, Path table) {
    List<String> lines;
    try {
      lines = Files.readAllLines(folder.resolve(table));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> columns = List.of();
    var rows = new ArrayList<Payload>();
    for (String line : lines) {
      List<String> cells = Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList();
      if (cells.contains("expected")) {
        columns = cells;
      } else if (line.startsWith("| gitlab/")) {
        rows.add(
            new Payload(
                folder.resolve(cells.get(columns.indexOf("file"))),
                cells.get(columns.indexOf("event header")),
                cells.get(columns.indexOf("expected"))));
      }
    }
    return rows;
  }
}
