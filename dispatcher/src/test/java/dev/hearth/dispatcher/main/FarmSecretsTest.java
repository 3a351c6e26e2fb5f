package dev.hearth.dispatcher.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.secrets.UnusableSecretFileException;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.DatabaseConfig;
import dev.hearth.dispatcher.sql.Databases;
import dev.hearth.dispatcher.sql.SqliteLock;
import dev.hearth.dispatcher.sql.UnusableDatabaseException;
import dev.hearth.testing.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@ExtendWith(Databases.Extension.class)
class FarmSecretsTest {
  private static final String[] FILES = {"farm.key", "admin-token", "hook-secret"};

  @TempDir Path folder;
  private DatabaseConfig shared;

  @BeforeEach
  void makeDatabase(Databases databases) {
    shared = databases.fresh();
  }

  @Test
  void aDispatcherWithTheFarmsFilesJoinsIt() throws IOException {
    FarmSecrets first = open("first", "logs");
    for (String file : FILES) {
      Files.createDirectories(folder.resolve("second"));
      Files.copy(folder.resolve("first").resolve(file), folder.resolve("second").resolve(file));
    }

    assertThat(open("second", "logs").farm()).isEqualTo(first.farm());
  }

  @Test
  void oneWithoutThemIsRefusedInWordsAndMakesNone() {
    open("first", "logs");

    assertThatExceptionOfType(UnusableSecretFileException.class)
        .isThrownBy(() -> open("second", "logs"))
        .withMessageContaining("no farm.key, no admin-token, no hook-secret in")
        .withMessageContaining("copy them from another dispatcher");
    assertThat(folder.resolve("second").resolve("farm.key")).doesNotExist();
  }

  @Test
  void oneWithAnotherKeyIsRefusedInWords() {
    open("first", "logs");
    try (Database own = Database.open(DatabaseConfig.in(folder))) {
      FarmSecrets.open(config("second", "elsewhere", DatabaseConfig.in(folder)), own);
    }

    assertThatExceptionOfType(UnusableSecretFileException.class)
        .isThrownBy(() -> open("second", "logs"))
        .withMessageContaining("second/farm.key is not its key");
  }

  @Test
  void oneWhoseLogsAreElsewhereIsRefusedInWords() throws IOException {
    String farm = open("first", "logs").farm();

    assertThatExceptionOfType(UnsharedLogsException.class)
        .isThrownBy(() -> open("first", "others"))
        .withMessageContaining("HEARTH_LOGS")
        .withMessageContaining(farm);

    Files.createDirectories(folder.resolve("others"));
    Files.writeString(folder.resolve("others").resolve(".farm"), farm + "\n");
    assertThat(open("first", "others").farm()).isEqualTo(farm);
  }

  @Test
  void aSqliteFileIsForOneDispatcher() throws IOException {
    Path file = DatabaseConfig.in(folder).file();
    try (SqliteLock lock = SqliteLock.take(file)) {
      assertThat(lock).isNotNull();
      assertThatExceptionOfType(UnusableDatabaseException.class)
          .isThrownBy(() -> SqliteLock.take(file))
          .withMessageContaining("another dispatcher uses it");
    }
    SqliteLock.take(file).close();
  }

  private FarmSecrets open(String home, String logs) {
    try (Database database = Database.open(shared)) {
      return FarmSecrets.open(config(home, logs, shared), database);
    }
  }

  private DispatcherConfig config(String home, String logs, DatabaseConfig database) {
    Map<String, String> settings = new HashMap<>();
    settings.put("HEARTH_HOME", folder.resolve(home).toString());
    settings.put("HEARTH_LOGS", folder.resolve(logs).toString());
    settings.put("HEARTH_DATABASE", database.url());
    if (database.isPostgres()) {
      settings.put("HEARTH_DATABASE_USER", PostgresServer.USER);
      settings.put("HEARTH_DATABASE_PASSWORD_FILE", password().toString());
    }
    return DispatcherConfig.of(settings);
  }

  private Path password() {
    try {
      return Files.writeString(folder.resolve("password"), PostgresServer.PASSWORD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
