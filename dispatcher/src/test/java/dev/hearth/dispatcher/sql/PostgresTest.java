package dev.hearth.dispatcher.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.protocol.ProjectId;
import dev.hearth.testing.PostgresServer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only a database server can do: be away, be shared, be wrong. */
@Timeout(90)
@ExtendWith(Databases.Extension.class)
class PostgresTest {
  private Databases databases;

  @BeforeEach
  void share(Databases shared) {
    databases = shared;
  }

  @Test
  void dispatchersThatStartTogetherBringTheTablesUpToDateOnce() throws Exception {
    DatabaseConfig config = databases.fresh();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 4).mapToObj(_ -> threads.submit(() -> Database.open(config))).toList();
      for (var one : all) {
        try (Database database = one.get()) {
          assertThat(new BuildArchive(database).lastNumber(ProjectId.random())).isZero();
        }
      }
    }
  }

  @Test
  void whatWaitingDoesNotMendIsRefusedInWords() {
    DatabaseConfig right = databases.fresh();

    assertThatExceptionOfType(UnusableDatabaseException.class)
        .isThrownBy(
            () -> Database.await(new DatabaseConfig(right.url(), PostgresServer.USER, "wrong")))
        .withMessageContaining("password authentication failed")
        .withMessageContaining("HEARTH_DATABASE_PASSWORD_FILE");
    assertThatExceptionOfType(UnusableDatabaseException.class)
        .isThrownBy(() -> Database.await(databases.at(databases.server().url("nowhere"))))
        .withMessageContaining("\"nowhere\" does not exist");
  }

  @Test
  void aDatabaseThatIsNotThereYetIsWaitedFor() throws Exception {
    DatabaseConfig config = databases.fresh();
    databases.server().stop();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThatThrownBy(() -> Database.open(config)).isInstanceOf(DatabaseDownException.class);
      var opened = threads.submit(() -> Database.await(config));
      databases.server().start();
      try (Database database = opened.get()) {
        assertThat(new BuildArchive(database).lastNumber(ProjectId.random())).isZero();
      }
    }
  }

  @Test
  void aServerThatHangsIsWaitedForOnceAndUsedAgainWhenItAnswers() {
    try (Database database = Database.open(databases.fresh())) {
      BuildArchive archive = new BuildArchive(database);
      ProjectId project = ProjectId.random();
      databases.server().pause();
      try {
        // Two seconds each would not end in time.
        for (int i = 0; i < 200; i++) {
          assertThatExceptionOfType(DatabaseDownException.class)
              .isThrownBy(() -> archive.lastNumber(project));
        }
      } finally {
        databases.server().unpause();
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(DatabaseDownException.class)
          .until(() -> archive.lastNumber(project) == 0);
    }
  }

  @Test
  void connectionsThatARestartCutAreMadeAgain() {
    try (Database database = Database.open(databases.fresh())) {
      BuildArchive archive = new BuildArchive(database);
      ProjectId project = ProjectId.random();
      assertThat(archive.lastNumber(project)).isZero();
      databases.server().stop();
      databases.server().start();
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(DatabaseDownException.class)
          .until(() -> archive.lastNumber(project) == 0);
    }
  }
}
