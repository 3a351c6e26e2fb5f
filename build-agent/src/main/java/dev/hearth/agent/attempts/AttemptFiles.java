package dev.hearth.agent.attempts;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.hearth.protocol.AttemptId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notes of this agent's attempts on its disk, {@code {folder}/{attempt}.json}: from before the
 * claim until the end stands in etcd. Each is written aside and renamed. Safe for use by many
 * threads, one an attempt.
 */
public final class AttemptFiles {
  private static final Logger log = LoggerFactory.getLogger(AttemptFiles.class);
  private static final String SUFFIX = ".json";

  /** Fields that a newer version has noted are none of ours: an older one may come after it. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path folder;

  public AttemptFiles(Path folder) {
    this.folder = folder;
  }

  /** What earlier processes noted, and this one. What can't be read is told, and left out. */
  List<AttemptNotes> all() {
    List<AttemptNotes> all = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return all;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(SUFFIX)).toList()) {
        try {
          all.add(JSON.readValue(file.toFile(), AttemptNotes.class));
        } catch (IOException e) {
          log.atWarn().addKeyValue("file", file).setCause(e).log("notes can't be read");
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("tried to list the notes in " + folder, e);
    }
  }

  /** A note that can't be written is told: the attempt goes on, though no next process could. */
  void write(AttemptNotes notes) {
    Path aside = folder.resolve(notes.attempt() + ".new");
    try {
      Files.createDirectories(folder);
      JSON.writeValue(aside.toFile(), notes);
      Files.move(aside, file(notes.attempt()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.atWarn().addKeyValue("attempt", notes.attempt()).setCause(e).log("can't write notes");
    }
  }

  void delete(AttemptId attempt) {
    try {
      Files.deleteIfExists(file(attempt));
    } catch (IOException e) {
      log.atWarn().addKeyValue("attempt", attempt).setCause(e).log("can't delete notes");
    }
  }

  private Path file(AttemptId attempt) {
    return folder.resolve(attempt + SUFFIX);
  }
}
