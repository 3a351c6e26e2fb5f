package dev.hearth.cli.farm;

import dev.hearth.cli.client.OwnFile;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program that the farm's daemons run: a copy in the farm's home, so that a build of the
 * sources does not change what runs. Each version has a folder of its own: a daemon that runs may
 * still read its own when the next one's is there.
 *
 * @param folder of all versions
 * @param version the name of this one's folder; empty if it runs out of class folders, as it is
 */
record Program(Path folder, String version) {
  private static final String MAIN = "dev.hearth.cli.Main";
  private static final String JAR = "hearth.jar";

  /** The one that we are. */
  static Program ours(Path folder) {
    return new Program(folder, isPackaged() ? fingerprint(ownFiles()) : "");
  }

  /** Of the daemons. */
  String classPath() {
    return version.isEmpty() ? own() : folder.resolve(version).resolve(JAR).toString();
  }

  /** Copies it where it is not there yet. */
  void install() {
    Path place = folder.resolve(version);
    if (version.isEmpty() || Files.exists(place)) {
      return;
    }
    Path home = Path.of(own()).toAbsolutePath().resolveSibling("");
    Path aside = folder.resolve(version + ".new");
    try {
      Trees.delete(aside);
      OwnFile.folder(aside.resolve("lib"));
      for (Path file : ownFiles()) {
        Path copy = aside.resolve(home.relativize(file));
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
      Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw CommandFailure.io("copy the program to " + place, e);
    }
  }

  /** Deletes all other versions; to be called when no daemon runs one. */
  void deleteOthers() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (Path other : all.filter(one -> !one.endsWith(version)).toList()) {
        Trees.delete(other);
      }
    } catch (IOException e) {
      throw CommandFailure.io("delete old programs in " + folder, e);
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
    command.addAll(List.of("-cp", classPath(), MAIN));
    command.addAll(arguments);
    return command;
  }

  private static String own() {
    return System.getProperty("java.class.path");
  }

  private static boolean isPackaged() {
    return !own().contains(File.pathSeparator) && own().endsWith(JAR);
  }

  /** The jar and its libraries. */
  private static List<Path> ownFiles() {
    Path jar = Path.of(own()).toAbsolutePath();
    try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
      return Stream.concat(Stream.of(jar), libraries).sorted().toList();
    } catch (IOException e) {
      throw CommandFailure.io("list the program's libraries", e);
    }
  }

  /** By names, sizes and times: what is built anew is another. */
  private static String fingerprint(List<Path> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        String line =
            file.getFileName() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (IOException e) {
      throw CommandFailure.io("read the program's own files", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
