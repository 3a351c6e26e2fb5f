package dev.hearth.cli.demo;

import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.git.GitRepository;
import dev.hearth.git.RepositoryFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small web service in a Git repository: Maven, tests, a compile script, a Dockerfile. */
public final class SampleRepository {
  static final String NAME = "demo/greeting";
  static final String BRANCH = "main";

  private static final String SOURCES = "src/main/java/com/example/greeting/";
  private static final String TESTS = "src/test/java/com/example/greeting/";

  private final GitRepository repository;

  private SampleRepository(GitRepository repository) {
    this.repository = repository;
  }

  /** A new one, with one commit in which there is nothing to build. */
  static SampleRepository create(Path root) {
    String folder = NAME + ".git";
    delete(root.resolve(folder));
    SampleRepository sample = new SampleRepository(GitRepository.create(root, folder));
    sample.repository.commit(
        BRANCH, Map.of("README.md", RepositoryFile.text(text("README.md"))), "Begin");
    return sample;
  }

  String head() {
    return repository.head(BRANCH).orElseThrow();
  }

  /** Commits the service; returns the commit. */
  String commitService() {
    return repository.commit(BRANCH, service(), "Greet the world");
  }

  /** The service's files, by their paths. */
  public static Map<String, RepositoryFile> service() {
    Map<String, RepositoryFile> files = new TreeMap<>();
    files.put("build.sh", RepositoryFile.script(text("build.sh")));
    files.put(".dockerignore", RepositoryFile.text(text("dockerignore")));
    for (String file :
        new String[] {
          "pom.xml",
          "Dockerfile",
          SOURCES + "Greeting.java",
          SOURCES + "GreetingServer.java",
          TESTS + "GreetingServerTest.java"
        }) {
      files.put(file, RepositoryFile.text(text(file)));
    }
    return files;
  }

  /** Commits another greeting; returns the commit. */
  String commitGreeting(String greeting) {
    String file = SOURCES + "Greeting.java";
    String changed = text(file).replace("\"Hello, \"", "\"" + greeting + ", \"");
    return repository.commit(BRANCH, Map.of(file, RepositoryFile.text(changed)), "Say " + greeting);
  }

  private static String text(String file) {
    try (InputStream in = SampleRepository.class.getResourceAsStream("sample/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its sample's " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw CommandFailure.io("delete " + folder, e);
    }
  }
}
