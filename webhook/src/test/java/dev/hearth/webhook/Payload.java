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
record Payload(Path file, GitHostHooks host, HookHeaders headers, String expected) {
  /** Under which folder a Git host's payloads lie, and in which header it names the event. */
  private record Folder(String name, GitHostHooks host, String header) {
    static final List<Folder> ALL =
        List.of(
            new Folder("gitlab", new GitLabHooks(), "X-Gitlab-Event"),
            new Folder("github", new GitHubHooks(), "X-GitHub-Event"),
            new Folder("gitea", new GiteaHooks(), "X-Gitea-Event"),
            new Folder("gogs", new GiteaHooks(), "X-Gogs-Event"));

    static Optional<Folder> of(String line) {
      return ALL.stream().filter(one -> line.startsWith("| " + one.name + "/")).findFirst();
    }
  }

  /** Payloads that stand in this project. */
  static List<Payload> ours() {
    return rows(Path.of("src", "test", "resources"), Path.of("gitlab", "EXPECTED.md"));
  }

  /** Payloads of real senders, where {@code shared/webhooks} lies beside the project. */
  static List<Payload> shared() {
    return Stream.iterate(Optional.of(Path.of("").toAbsolutePath()), Payload::above)
        .takeWhile(Optional::isPresent)
        .map(folder -> folder.orElseThrow().resolve("shared/webhooks"))
        .filter(folder -> Files.exists(folder.resolve("SOURCES.md")))
        .findFirst()
        .map(folder -> rows(folder, Path.of("SOURCES.md")))
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

  HookOutcome read() {
    return host.read(headers(), body());
  }

  @Override
  public String toString() {
    return file.getFileName() + ": " + expected;
  }

  private static Optional<Path> above(Optional<Path> folder) {
    return folder.map(Path::getParent);
  }

  private static List<Payload> rows(Path folder, Path table) {
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
      }
      Optional<Folder> from = Folder.of(line);
      if (from.isPresent()) {
        Folder host = from.get();
        String event = cells.get(columns.indexOf("event header"));
        rows.add(
            new Payload(
                folder.resolve(cells.get(columns.indexOf("file"))),
                host.host,
                HookHeaders.of(Map.of(host.header, event)),
                cells.get(columns.indexOf("expected"))));
      }
    }
    return rows;
  }
}
