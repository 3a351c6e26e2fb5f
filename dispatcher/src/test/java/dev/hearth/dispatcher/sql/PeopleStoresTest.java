package dev.hearth.dispatcher.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.people.Act;
import dev.hearth.dispatcher.people.Membership;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.projects.Secret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** People, tokens, members and activity, in both kinds of database. */
@Timeout(120)
@ParameterizedClass
@EnumSource
@ExtendWith(Databases.Extension.class)
class PeopleStoresTest {
  private static final Thing BAKERY = new Thing.Group("bakery");
  private static final Secret PASSWORD = new Secret("a good password");

  private final Databases.Kind kind;
  @TempDir Path home;
  private Database database;
  private PeopleStore people;
  private AccessTokens tokens;
  private MemberStore members;
  private ActivityTrail trail;

  PeopleStoresTest(Databases.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open(Databases databases) {
    database = Database.open(databases.fresh(kind, home));
    people = new PeopleStore(database, Clock.systemUTC());
    tokens = new AccessTokens(database, Clock.systemUTC());
    members = new MemberStore(database, Clock.systemUTC());
    trail = new ActivityTrail(database, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Person join(String name) {
    return people.add(name, "", "", false, PASSWORD);
  }

  @Test
  void aPersonLogsInByTheRightPasswordOnly() {
    Person ada = join("ada");
    assertThat(people.logIn("ada", PASSWORD)).contains(ada);
    assertThat(people.logIn("ada", new Secret("another password"))).isEmpty();
    assertThat(people.logIn("eve", PASSWORD)).isEmpty();
    assertThatThrownBy(() -> join("ada")).isInstanceOf(RefusedException.class);
  }

  @Test
  void aTokenIsGoodUntilItsEndAndItsOwnersOnly() {
    Person ada = join("ada");
    var made = tokens.make(ada.id(), "ci", Set.of(Scope.READ_API), Duration.ofDays(1));
    assertThat(tokens.bearing(made.secret().reveal()))
        .contains(new Principal.Known(ada, Set.of(Scope.READ_API)));
    assertThat(tokens.list(ada.id()))
        .singleElement()
        .satisfies(one -> assertThat(one.usedAt()).isNotNull());
    var over = tokens.make(ada.id(), "old", Set.of(Scope.API), Duration.ZERO);
    assertThat(tokens.bearing(over.secret().reveal())).isEmpty();
    assertThat(tokens.revoke(join("eve").id(), made.token().id())).isFalse();
    assertThat(tokens.revoke(ada.id(), made.token().id())).isTrue();
    assertThat(tokens.bearing(made.secret().reveal())).isEmpty();
  }

  @Test
  void aRoleIsReplacedAndTakenAway() {
    Person ada = join("ada");
    assertThat(members.set(BAKERY, ada.id(), Role.GUEST)).isEmpty();
    assertThat(members.set(BAKERY, ada.id(), Role.MASTER)).contains(Role.GUEST);
    assertThat(members.of(ada.id()))
        .containsExactly(new Membership(BAKERY.kind(), BAKERY.key(), Role.MASTER));
    assertThat(members.remove(BAKERY, ada.id())).contains(Role.MASTER);
    assertThat(members.on(BAKERY)).isEmpty();
  }

  @Test
  void ofTwoOwnersWhoLeaveAtOnceOneStays() throws Exception {
    Person ada = join("ada");
    Person eve = join("eve");
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        members.set(BAKERY, ada.id(), Role.OWNER);
        members.set(BAKERY, eve.id(), Role.OWNER);
        Future<Boolean> first = both.submit(() -> leaves(ada));
        Future<Boolean> second = both.submit(() -> leaves(eve));
        assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(true, false);
        assertThat(members.on(BAKERY)).hasSize(1);
      }
    }
  }

  private boolean leaves(Person person) {
    try {
      members.remove(BAKERY, person.id());
      return true;
    } catch (RefusedException _) {
      return false;
    }
  }

  @Test
  void theTrailIsReadInPagesFromTheNewestOn() {
    for (int i = 0; i < 5; i++) {
      trail.record(new Principal.Administrator(), "192.0.2.1", BAKERY, "test", Map.of("i", "" + i));
    }
    trail.record(new Principal.Administrator(), "", new Thing.Farm(), "other", Map.of());
    List<Act> newest = trail.of(BAKERY, null, 3);
    assertThat(newest).extracting(act -> act.facts().get("i")).containsExactly("4", "3", "2");
    assertThat(trail.of(BAKERY, newest.getLast().id(), 3))
        .extracting(act -> act.facts().get("i"))
        .containsExactly("1", "0");
    assertThat(trail.all(null, 10)).hasSize(6).first().returns("other", Act::what);
  }
}
