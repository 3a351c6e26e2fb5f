package dev.hearth.dispatcher.backup;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.logs.LogDirectoryMark;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.dispatcher.secrets.Sealer;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.Dump;
import dev.hearth.dispatcher.sql.FarmIdentity;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup back. All of it is checked before anything is changed; the database is changed in
 * one transaction.
 */
public final class Restore {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int PROBE_MILLIS = 500;

  private final DispatcherConfig config;

  public Restore(DispatcherConfig config) {
    this.config = config;
  }

  /**
   * Restores a backup; one of an earlier program is brought up to date.
   *
   * @param force also over what is there
   * @throws BackupException if the file is damaged or of a newer program, if the farm is not empty,
   *     or if its dispatcher runs
   */
  public Manifest read(Path file, boolean force) {
    Manifest manifest = check(file);
    refuseIfRunning();
    try {
      try (Database database = Database.openAt(config.database(), manifest.schema())) {
        refuseOtherTables(file, manifest, Dump.schema(database));
        if (!force && !(Dump.isEmpty(database) && hasNoKeys())) {
          throw new BackupException(
              "tried to restore "
                  + file
                  + " but there is a farm in "
                  + config.home()
                  + " already; set HEARTH_HOME and HEARTH_DATABASE to empty ones, or lose what is"
                  + " there with --force");
        }
        try (Reading reading = new Reading(file)) {
          Dump.read(database, () -> tables(reading));
        }
      }
      putFiles(file);
      try (Database upToDate = Database.open(config.database())) {
        markLogs(upToDate, force);
      }
      return manifest;
    } catch (IOException | UncheckedIOException e) {
      throw new BackupException("tried to restore " + file + " but could not: " + e, e);
    }
  }

  private static void refuseOtherTables(Path file, Manifest manifest, int there) {
    if (manifest.schema() > there) {
      throw new BackupException(
          "tried to restore %s but its tables are of version %d, which this program does not know; restore it with hearth %s"
              .formatted(file, manifest.schema(), manifest.program()));
    }
    if (manifest.schema() < there) {
      throw new BackupException(
          "tried to restore %s but its tables are of version %d and those that are there of version %d; set HEARTH_HOME and HEARTH_DATABASE to empty ones"
              .formatted(file, manifest.schema(), there));
    }
  }

  private boolean hasNoKeys() {
    return Entries.SECRETS.stream()
        .filter(name -> !name.equals("secrets"))
        .noneMatch(name -> Files.exists(config.home().resolve(name), LinkOption.NOFOLLOW_LINKS));
  }

  private void refuseIfRunning() {
    int port = config.listen().port();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(config.listen().host(), port), PROBE_MILLIS);
    } catch (IOException e) {
      return;
    }
    throw new BackupException(
        "tried to restore a backup but something listens on "
            + config.listen().host()
            + ":"
            + port
            + "; stop the farm's dispatchers first");
  }

  /** An open backup, entry by entry. */
  private static final class Reading implements AutoCloseable {
    private final TarArchiveInputStream tar;

    Reading(Path file) throws IOException {
      tar =
          new TarArchiveInputStream(
              new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file))));
    }

    @Nullable String next() throws IOException {
      TarArchiveEntry entry = tar.getNextEntry();
      return entry == null ? null : entry.getName();
    }

    InputStream content() {
      return tar;
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }

  /** Reads all of the file, and compares it with what its last entry says. */
  private static Manifest check(Path file) {
    Map<String, String> sums = new HashMap<>();
    Manifest manifest = null;
    try (Reading reading = new Reading(file)) {
      for (String name = reading.next(); name != null; name = reading.next()) {
        if (!Entries.isSound(name)) {
          throw damaged(file, "it has an entry of a strange name");
        }
        if (name.equals(Manifest.NAME)) {
          manifest = MAPPER.readValue(reading.content().readAllBytes(), Manifest.class);
        } else {
          sums.put(name, Sums.of(reading.content()));
        }
      }
    } catch (IOException e) {
      throw new BackupException("tried to read the backup " + file + " but could not: " + e, e);
    }
    if (manifest == null) {
      throw damaged(file, "its end is missing");
    }
    if (manifest.format() != Manifest.FORMAT) {
      throw new BackupException(
          "tried to restore "
              + file
              + " but a newer program made it; use hearth "
              + manifest.program());
    }
    if (!manifest.sums().equals(sums)) {
      throw damaged(file, "its content is not what its checksums say");
    }
    return manifest;
  }

  private static BackupException damaged(Path file, String why) {
    return new BackupException(
        "tried to restore " + file + " but it is damaged: " + why + "; take another backup");
  }

  private static Iterator<Dump.Rows> tables(Reading reading) {
    return new Iterator<>() {
      private @Nullable String name = forward();

      private @Nullable String forward() {
        try {
          String next = reading.next();
          while (next != null && !next.startsWith(Entries.TABLES)) {
            next = reading.next();
          }
          return next;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      private boolean given;

      @Override
      public boolean hasNext() {
        if (given) {
          name = forward();
          given = false;
        }
        return name != null;
      }

      @Override
      public Dump.Rows next() {
        if (!hasNext() || name == null) {
          throw new NoSuchElementException();
        }
        given = true;
        return new Dump.Rows(
            Entries.tableOf(name),
            new BufferedReader(new InputStreamReader(reading.content(), StandardCharsets.UTF_8)));
      }
    };
  }

  /** Says whose logs these are, as dispatchers that share them look for. */
  private void markLogs(Database database, boolean force) throws IOException {
    LogDirectoryMark mark = new LogDirectoryMark(config.logs());
    if (force) {
      Files.deleteIfExists(mark.file());
    }
    Sealer sealer = new Sealer(FarmKey.open(config.home().resolve("farm.key")));
    new FarmIdentity(database).find(sealer).ifPresent(mark::findOrMake);
  }

  private void putFiles(Path file) throws IOException {
    try (Reading reading = new Reading(file)) {
      for (String name = reading.next(); name != null; name = reading.next()) {
        if (name.startsWith(Entries.KEYS)) {
          put(config.home().resolve(name.substring(Entries.KEYS.length())), reading.content());
        } else if (name.startsWith(Entries.LOGS)) {
          put(config.logs().resolve(name.substring(Entries.LOGS.length())), reading.content());
        }
      }
    }
  }

  /** Readable by its owner alone, as temporary files are made. */
  private static void put(Path place, InputStream content) throws IOException {
    Path folder = place.toAbsolutePath().resolveSibling("");
    Files.createDirectories(folder);
    Path aside = Files.createTempFile(folder, ".restored-", "");
    Files.copy(content, aside, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rw-------"));
    Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
