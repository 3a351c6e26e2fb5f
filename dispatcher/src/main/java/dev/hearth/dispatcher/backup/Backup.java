package dev.hearth.dispatcher.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.Dump;
import dev.hearth.dispatcher.sql.UnderWayBuilds;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes a backup: database, keys, logs and settings in one file that its owner alone can read. The
 * dispatchers may go on meanwhile.
 */
public final class Backup {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final DispatcherConfig config;
  private final Map<String, String> environment;
  private final String program;
  private final Clock clock;
  private final Map<String, String> sums = new TreeMap<>();

  /**
   * @param environment of which the settings are kept
   * @param program the version of this program
   */
  public Backup(
      DispatcherConfig config, Map<String, String> environment, String program, Clock clock) {
    this.config = config;
    this.environment = environment;
    this.program = program;
    this.clock = clock;
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @throws BackupException if it can't be written, or is there already
   */
  public Manifest write(Path file, boolean withLogs) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new BackupException(
          "tried to write a backup to " + file + " but that is there already; name another file");
    }
    try {
      Path folder = file.toAbsolutePath().resolveSibling("");
      Path scratch = Files.createTempDirectory(folder, ".hearth-backup-");
      try {
        Path whole = Files.createTempFile(scratch, "backup", ".tar.gz"); // mode 0600
        Manifest manifest = write(scratch, whole, withLogs);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        return manifest;
      } finally {
        delete(scratch);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new BackupException("tried to write a backup to " + file + " but could not: " + e, e);
    }
  }

  private Manifest write(Path scratch, Path whole, boolean withLogs) throws IOException {
    try (Database database = Database.open(config.database());
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(
                new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(whole))))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      List<String> tables =
          Dump.write(database, table -> writer(scratch.resolve(table + ".jsonl")));
      for (String table : tables) {
        Path rows = scratch.resolve(table + ".jsonl");
        add(tar, Entries.table(table), rows);
        Files.delete(rows);
      }
      for (String secret : Entries.SECRETS) {
        addAll(tar, Entries.KEYS, config.home(), config.home().resolve(secret));
      }
      if (withLogs) {
        addAll(tar, Entries.LOGS, config.logs(), config.logs());
      }
      Manifest manifest =
          new Manifest(
              Manifest.FORMAT,
              program,
              Dump.schema(database),
              clock.instant().toString(),
              tables,
              underWay(database),
              settings(),
              sums);
      put(tar, Manifest.NAME, bytes(manifest));
      tar.finish();
      return manifest;
    }
  }

  private static byte[] bytes(Manifest manifest) throws JsonProcessingException {
    return MAPPER.writeValueAsBytes(manifest);
  }

  private static Writer writer(Path file) {
    try {
      return Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> underWay(Database database) {
    UnderWayBuilds copies = new UnderWayBuilds(database);
    return copies.ids().stream()
        .flatMap(id -> copies.find(id).stream())
        .map(build ->
            build.request().title()
                + " of "
                + build.request().refName()
                + ", "
                + build.request().commit())
        .sorted()
        .toList();
  }

  /** Passwords are in files, whose names stand here. */
  private Map<String, String> settings() {
    return environment.entrySet().stream()
        .filter(one -> one.getKey().startsWith("HEARTH_") && !one.getKey().equals("HEARTH_TOKEN"))
        .collect(
            Collectors.toMap(Map.Entry::getKey, one -> one.getValue().replaceFirst("\\?.*", "")));
  }

  private void addAll(TarArchiveOutputStream tar, String prefix, Path root, Path top)
      throws IOException {
    if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(top)) {
      for (Path file : (Iterable<Path>) all.sorted()::iterator) {
        String name = prefix + root.relativize(file);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Entries.isSound(name)) {
          addIfThere(tar, name, file);
        }
      }
    }
  }

  /** A log may be deleted meanwhile, as it was kept long enough. */
  private void addIfThere(TarArchiveOutputStream tar, String name, Path file) throws IOException {
    try {
      put(tar, name, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      // nothing to keep
    }
  }

  private void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
    tar.putArchiveEntry(entry(name, content.length));
    tar.write(content);
    tar.closeArchiveEntry();
    sums.put(name, Sums.of(content));
  }

  private void add(TarArchiveOutputStream tar, String name, Path file) throws IOException {
    tar.putArchiveEntry(entry(name, Files.size(file)));
    Files.copy(file, tar);
    tar.closeArchiveEntry();
    try (var in = Files.newInputStream(file)) {
      sums.put(name, Sums.of(in));
    }
  }

  private TarArchiveEntry entry(String name, long size) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setMode(0600);
    entry.setModTime(clock.millis());
    return entry;
  }

  private static void delete(Path scratch) throws IOException {
    try (Stream<Path> all = Files.walk(scratch)) {
      for (Path path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(path);
      }
    }
  }
}
