package dev.hearth.dispatcher.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.people.Session;
import dev.hearth.dispatcher.people.SessionLimits;
import dev.hearth.dispatcher.projects.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
@ParameterizedClass
@EnumSource
@ExtendWith(Databases.Extension.class)
class SessionStoreTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final SessionLimits LIMITS =
      new SessionLimits(Duration.ofHours(1), Duration.ofHours(3));

  private final Databases.Kind kind;
  @TempDir Path home;
  private Database database;
  private PeopleStore people;
  private Person ada;

  SessionStoreTest(Databases.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open(Databases databases) {
    database = Database.open(databases.fresh(kind, home));
    people = new PeopleStore(database, Clock.systemUTC());
    ada = people.add("ada", "", "", false, new Secret("a good password"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private SessionStore after(Duration time) {
    return new SessionStore(database, LIMITS, Clock.fixed(NOW.plus(time), ZoneOffset.UTC));
  }

  private Session begin() {
    return after(Duration.ZERO).begin(new Principal.Known(ada, EnumSet.allOf(Scope.class)));
  }

  private boolean stands(Session session, Duration after) {
    return after(after).find(session.cookie()).isPresent();
  }

  @Test
  void aSessionIsFoundByItsCookieAlone() {
    Session session = begin();
    assertThat(after(Duration.ZERO).find(session.cookie())).contains(session);
    assertThat(after(Duration.ZERO).find(session.csrf())).isEmpty();
    assertThat(session.made(begin().csrf())).isFalse();
    assertThat(session.toString()).doesNotContain(session.cookie());
  }

  @Test
  void theAdministratorHasSessionsToo() {
    Session session = after(Duration.ZERO).begin(new Principal.Administrator());
    assertThat(after(Duration.ZERO).find(session.cookie())).contains(session);
  }

  @Test
  void itIsOverAfterAnHourWithoutARequest() {
    Session session = begin();
    assertThat(stands(session, Duration.ofMinutes(59))).isTrue();
    assertThat(stands(session, Duration.ofMinutes(118))).isTrue();
    assertThat(stands(session, Duration.ofMinutes(179))).isFalse();
  }

  @Test
  void itIsOverAfterThreeHoursWhateverHappens() {
    Session session = begin();
    for (int minutes = 30; minutes < 180; minutes += 30) {
      assertThat(stands(session, Duration.ofMinutes(minutes))).isTrue();
    }
    assertThat(stands(session, Duration.ofHours(3))).isFalse();
  }

  @Test
  void aBlockAndANewPasswordEndAllOfSomebodysSessions() {
    Session blocked = begin();
    people.change(ada.id(), SessionStoreTest::blocked);
    people.change(ada.id(), _ -> ada);
    assertThat(stands(blocked, Duration.ZERO)).isFalse();

    Session before = begin();
    people.changePassword(ada.id(), new Secret("a better password"));
    assertThat(stands(before, Duration.ZERO)).isFalse();

    Session one = begin();
    Session other = begin();
    assertThat(after(Duration.ZERO).endAll(ada.id())).isEqualTo(2);
    assertThat(stands(one, Duration.ZERO) || stands(other, Duration.ZERO)).isFalse();
  }

  private static Person blocked(Person person) {
    return new Person(
        person.id(),
        person.name(),
        person.fullName(),
        person.email(),
        person.operator(),
        true,
        person.createdAt());
  }
}
