package dev.hearth.dispatcher.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.dispatcher.projects.GitCredential;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.dispatcher.secrets.Sealer;
import dev.hearth.protocol.ProjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a database that is a file must do. */
@Timeout(60)
class SqliteTest {
  @TempDir Path home;

  @BeforeEach
  void aProjectIsStored() {
    try (Database database = Database.open(DatabaseConfig.in(home))) {
      new ProjectStore(
              database, new Sealer(FarmKey.open(home.resolve("farm.key"))), Clock.systemUTC())
          .create(
              ProjectJson.create(
                      ProjectId.random(),
                      JsonNodeFactory.instance
                          .objectNode()
                          .put("name", "team/app")
                          .put("gitUrl", "https://git.example.com/team/app.git"))
                  .project(),
              new ProjectSecrets(
                  List.of(new Secret("hook-secret-0123")),
                  new GitCredential.Password("deploy", new Secret("git-password"))));
    }
  }

  @Test
  void noSecretStandsInTheDatabaseInTheClear() throws IOException {
    try (var files = Files.list(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("hook-secret-0123")
            .doesNotContain("git-password");
      }
    }
  }

  @Test
  void theDatabaseIsReadableByItsOwnerAlone() throws IOException {
    try (var files = Files.list(home)) {
      assertThat(files.filter(file -> file.toString().contains("hearth.db")).toList())
          .isNotEmpty()
          .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file)).hasSize(2));
    }
  }
}
