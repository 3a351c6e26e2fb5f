package dev.hearth.cli.gameday;

import dev.hearth.cli.demo.SampleRepository;
import dev.hearth.git.GitRepository;
import dev.hearth.git.RepositoryFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A project whose every commit can be told by what its build prints and by what its image holds:
 * both bear the commit's marker.
 */
final class GameProject {
  /** How many lines each build prints, numbered from 1. */
  static final int LINES = 400;

  /** Where a build's image holds the marker. */
  static final String MARKER_IN_IMAGE = "srv/marker";

  private static final String PRINTING =
      """
      printed=0
      print_to() {
        while [ $printed -lt $1 ]; do
          printed=$((printed + 1))
          echo "gameday $marker line $printed of %d"
          [ $((printed %% 50)) -ne 0 ] || sleep 0.4
        done
      }
      """
          .formatted(LINES);

  private final String name;
  private final GitRepository repository;
  private final boolean maven;

  private GameProject(String name, GitRepository repository, boolean maven) {
    this.name = name;
    this.repository = repository;
    this.maven = maven;
  }

  /**
   * Makes its repository, with a first commit that nobody asks to be built.
   *
   * @param maven whether it is a real small Maven project; else its build only prints
   */
  static GameProject create(Path repositories, String name, boolean maven) {
    GitRepository repository = GitRepository.create(repositories, name + ".git");
    repository.commit("main", Map.of("README.md", RepositoryFile.text("A game.\n")), "Begin");
    return new GameProject(name, repository, maven);
  }

  String name() {
    return name;
  }

  String head(String branch) {
    return repository.head(branch).orElse("0".repeat(40));
  }

  /** Pushes the next commit of a branch, which bears the marker; returns its hash. */
  String commit(String branch, String marker) {
    Map<String, RepositoryFile> files =
        new TreeMap<>(maven ? SampleRepository.service() : Map.of());
    files.put("marker", RepositoryFile.text(marker + "\n"));
    files.put("build.sh", RepositoryFile.script(script()));
    files.remove(".dockerignore");
    String copied = maven ? "target/greeting.jar target/marker" : "target/marker";
    files.put(
        "Dockerfile", RepositoryFile.text("FROM hearth/base\nCOPY %s /srv/\n".formatted(copied)));
    return repository.commit(branch, files, marker);
  }

  private String script() {
    return "#!/bin/sh\nset -eu\nmarker=$(cat marker)\n"
        + PRINTING
        + "print_to %d\n".formatted(LINES / 2)
        + (maven ? "mvn -B -ntp -q package\n" : "mkdir -p target\n")
        + "cp marker target/marker\nprint_to %d\n".formatted(LINES);
  }
}
