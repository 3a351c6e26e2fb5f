package dev.hearth.cli.farm;

import dev.hearth.cli.client.OwnFile;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program that the farm's daemons run: a copy in the farm's home, so that a build of the
 * sources does not change what runs.
 *
 * @param classPath of the daemons
 */
record Program(String classPath) {
  private static final String MAIN = "dev.hearth.cli.Main";

  /** The program that {@link #install} puts into a folder. */
  static Program at(Path folder) {
    String own = System.getProperty("java.class.path");
    return new Program(isPackaged(own) ? folder.resolve("hearth.jar").toString() : own);
  }

  /** Copies the packaged program; one that runs out of class folders is taken as it is. */
  static void install(Path folder) {
    String own = System.getProperty("java.class.path");
    if (!isPackaged(own)) {
      return;
    }
    Path jar = Path.of(own).toAbsolutePath();
    try {
      OwnFile.folder(folder.resolve("lib"));
      copy(jar, folder.resolve("hearth.jar"));
      List<Path> current = new ArrayList<>();
      try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
        for (Path library : (Iterable<Path>) libraries::iterator) {
          Path copied = folder.resolve("lib").resolve(library.getFileName());
          copy(library, copied);
          current.add(copied);
        }
      }
      deleteOthers(folder.resolve("lib"), current);
    } catch (IOException e) {
      throw new CommandFailure(
          "tried to copy the program to %s, but could not: %s".formatted(folder, e.getMessage()),
          e);
    }
  }

  /**
   * The command line of a daemon.
   *
   * @param surroundings words before it
   * @param options of the Java machine
   * @param arguments of the program
   */
  List<String> command(List<String> surroundings, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add("setsid"); // so that Ctrl-C in our terminal is not the daemons'
    command.addAll(surroundings);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, MAIN));
    command.addAll(arguments);
    return command;
  }

  private static boolean isPackaged(String classPath) {
    return !classPath.contains(File.pathSeparator) && classPath.endsWith("hearth.jar");
  }

  private static void copy(Path from, Path to) throws IOException {
    boolean same =
        Files.exists(to)
            && Files.size(to) == Files.size(from)
            && Files.getLastModifiedTime(to).equals(Files.getLastModifiedTime(from));
    if (!same) {
      Path aside = to.resolveSibling(to.getFileName() + ".new");
      Files.copy(
          from, aside, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      Files.move(aside, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void deleteOthers(Path folder, List<Path> current) throws IOException {
    try (Stream<Path> libraries = Files.list(folder)) {
      for (Path library : (Iterable<Path>) libraries::iterator) {
        if (!current.contains(library)) {
          Files.delete(library);
        }
      }
    }
  }
}
