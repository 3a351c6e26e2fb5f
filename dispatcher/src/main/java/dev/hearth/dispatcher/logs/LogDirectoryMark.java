package dev.hearth.dispatcher.logs;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Says whose logs a directory holds: the file {@code .farm} in it, with the farm's id. By it a
 * dispatcher that was given another directory than the rest of its farm knows it.
 */
public record LogDirectoryMark(Path directory) {
  public Path file() {
    return directory.resolve(".farm");
  }

  /**
   * @throws LogStoreException if the directory can't be read
   */
  public Optional<String> find() {
    try {
      return Optional.of(Files.readString(file()).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new LogStoreException("read " + file(), e);
    }
  }

  /**
   * The id in the mark, which is the one given if there was none: of two who make it one wins.
   *
   * @throws LogStoreException if it can't be made
   */
  public String findOrMake(String id) {
    Path aside = directory.resolve(".farm." + UUID.randomUUID());
    try {
      Files.createDirectories(directory);
      Files.writeString(aside, id + "\n");
      try {
        Files.createLink(file(), aside);
      } catch (FileAlreadyExistsException e) {
        // It is there from before, or from another dispatcher.
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException e) {
      throw new LogStoreException("make " + file(), e);
    }
    return find().orElseThrow();
  }
}
