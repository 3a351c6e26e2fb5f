package dev.hearth.dispatcher.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.sql.AgentKeys;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.DatabaseConfig;
import dev.hearth.dispatcher.sql.JoinTokens;
import dev.hearth.dispatcher.sql.JoinTokens.Allowance;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.etcd.EtcdAccess;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.JetcdKeyValues;
import dev.hearth.protocol.etcd.Key;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.trust.AuthorityPin;
import dev.hearth.protocol.trust.CertificateAuthority;
import dev.hearth.protocol.trust.JoinToken;
import dev.hearth.testing.EtcdServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real etcd with users, and a real database. */
@Timeout(120)
class JoiningTest {
  private static final FarmKeys KEYS = new FarmKeys();
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Allowance ANY = new Allowance(null, false);
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static EtcdServer server;
  private static KeyValues etcd;

  @TempDir Path home;
  private final MovingClock clock = new MovingClock();
  private Database database;
  private AgentKeys agentKeys;
  private Joining joining;

  @BeforeAll
  static void startEtcd() {
    server = EtcdServer.withoutUsers();
    try (EtcdAccess access = EtcdAccess.secure(config(), "root's", KEYS)) {
      access.addDispatcher("hearth", "dispatcher's");
    }
    etcd = new JetcdKeyValues(config().as("hearth", "dispatcher's"));
  }

  @AfterAll
  static void stopEtcd() {
    etcd.close();
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    CertificateAuthority authority = CertificateAuthority.open(home, "test", Clock.systemUTC());
    authority.certify("dispatcher", List.of("127.0.0.1"));
    database = Database.open(DatabaseConfig.in(home));
    agentKeys = new AgentKeys(database, clock);
    joining = joining("root's", authority);
  }

  @AfterEach
  void close() {
    agentKeys.close();
    database.close();
  }

  @Test
  void aHostThatJoinsGetsAUserThatReachesItsOwnKeysOnly() {
    Joined first = join(newName());
    Joined second = join(newName());

    try (KeyValues own = as(first)) {
      assertThat(own.commit(put(KEYS.status(first.agent())))).isTrue();
      assertThat(own.list(KEYS.tasks(first.agent())).entries()).isEmpty();
      assertThat(own.list(KEYS.stops(first.agent())).entries()).isEmpty();

      assertThatThrownBy(() -> own.find(KEYS.status(second.agent())))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> own.commit(put(KEYS.status(second.agent()))))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> own.list(KEYS.tasks(second.agent())))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> own.list(KEYS.attempts(second.agent())))
          .hasMessageContaining("permission denied");
      assertThatThrownBy(() -> own.list(KEYS.builds())).hasMessageContaining("permission denied");
      assertThatThrownBy(() -> own.find(KEYS.leader())).hasMessageContaining("permission denied");
      var task = KEYS.task(first.agent(), new AttemptId(BuildId.next(), 1));
      assertThatThrownBy(() -> own.commit(Transaction.begin().delete(task).end()))
          .hasMessageContaining("permission denied");
    }
    assertThat(agentKeys.verify(first.key().reveal())).contains(first.agent());
  }

  @Test
  void aHostIsToldWhereTheFarmIsAndWhomToTrust() throws IOException {
    Joined joined = join(newName());

    assertThat(joined.dispatchers()).containsExactly("https://farm.example:8443");
    assertThat(joined.authorities()).isEqualTo(Files.readString(home.resolve("ca.pem")));
    assertThat(joined.farm().etcd()).containsExactly("https://farm.example:2379");
    assertThat(joined.farm().registry()).isEqualTo("farm.example:5000");
  }

  @Test
  void aTokenBearsTheFingerprintOfTheFarmsAuthorityAndIsNotStored() throws IOException {
    JoinToken token = joining.makeToken(ANY, HOUR, "admin").token();
    database.close();

    assertThat(token.pin()).contains(AuthorityPin.lastOf(home.resolve("ca.pem")));
    try (var files = Files.list(home)) {
      for (Path file : files.filter(each -> each.toString().contains("hearth.db")).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain(token.secret());
      }
    }
  }

  @Test
  void aTokenLetsInOneHostAlsoWhenSeveralComeAtOnce() {
    String token = token(ANY);

    long joined =
        IntStream.range(0, 4)
            .parallel()
            .filter(_ -> {
              try {
                joining.join(token, newName(), identity());
                return true;
              } catch (HttpFailure e) {
                return false;
              }
            })
            .count();

    assertThat(joined).isEqualTo(1);
  }

  @Test
  void aTokenThatIsUsedOrOverOrUnknownIsRefusedAlike() {
    String used = token(ANY);
    joining.join(used, newName(), identity());
    String over = token(ANY);
    clock.advance(HOUR);

    List<String> sentences =
        Stream.of(used, over, JoinToken.random(Optional.empty()).secret(), "")
            .map(token -> {
              try {
                joining.join(token, newName(), identity());
                return "joined";
              } catch (HttpFailure e) {
                assertThat(e.status()).isEqualTo(401);
                return e.getMessage();
              }
            })
            .distinct()
            .toList();

    assertThat(sentences)
        .singleElement()
        .asString()
        .contains("unknown, used or over")
        .contains("hearth agents token");
  }

  @Test
  void aTokenForOneNameLetsNoOtherInAndIsNotUsedUpByTrying() {
    AgentId name = newName();
    String token = token(new Allowance(name, false));

    assertThatThrownBy(() -> joining.join(token, newName(), identity()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("the token is for another name");

    assertThat(joining.join(token, name, identity()).agent()).isEqualTo(name);
  }

  @Test
  void aNameOfAnotherHostIsTakenOnlyByATokenThatReplaces() {
    Joined before = join(newName());
    AgentId name = before.agent();
    register(name, "another's");

    assertThatThrownBy(() -> joining.join(token(ANY), name, identity()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("another host has that name");

    Joined after = joining.join(token(new Allowance(name, true)), name, identity());

    assertThat(etcd.find(KEYS.agent(name))).isEmpty(); // what the other one runs is placed anew
    assertThat(agentKeys.verify(before.key().reveal())).isEmpty();
    assertThat(agentKeys.verify(after.key().reveal())).contains(name);
    try (KeyValues old = as(before)) {
      assertThatThrownBy(() -> old.find(KEYS.status(name)))
          .isInstanceOf(EtcdUnavailableException.class);
    }
  }

  @Test
  void aHostThatJoinsAgainKeepsItsName() {
    AgentId name = newName();
    String identity = identity();
    joining.join(token(ANY), name, identity);

    assertThat(joining.join(token(ANY), name, identity).agent()).isEqualTo(name);
  }

  @Test
  void nobodyJoinsUnderTheNameOfAUserWhoIsNoAgent() {
    for (String name : List.of("root", "hearth")) {
      assertThatThrownBy(() -> joining.join(token(ANY), new AgentId(name), identity()))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("no agent's");
      assertThatThrownBy(() -> joining.revoke(new AgentId(name), "admin"))
          .isInstanceOf(RefusedException.class);
    }
    assertThat(etcd.revision()).isPositive(); // the dispatcher's password is what it was
  }

  @Test
  void aRevokedAgentReachesNothingAndItsRegistrationIsGone() {
    Joined joined = join(newName());
    AgentId name = joined.agent();
    register(name, "its own");

    assertThat(joining.revoke(name, "admin")).isEqualTo("removed");

    assertThat(etcd.find(KEYS.agent(name))).isEmpty();
    assertThat(agentKeys.verify(joined.key().reveal())).isEmpty();
    try (KeyValues own = as(joined)) {
      assertThatThrownBy(() -> own.commit(put(KEYS.status(name))))
          .isInstanceOf(EtcdUnavailableException.class);
    }
    assertThatThrownBy(() -> joining.revoke(name, "admin")).isInstanceOf(RefusedException.class);
  }

  @Test
  void anOldKeyIsGoodUntilTheNewOneWasUsedAndAnHourAtMost() {
    Joined joined = join(newName());
    String old = joined.key().reveal();

    Keys lost = joining.renew(joined.agent(), old);
    assertThat(agentKeys.verify(old)).isPresent(); // the answer may have been lost: ask again
    Keys renewed = joining.renew(joined.agent(), old);

    assertThat(agentKeys.verify(lost.key().reveal())).isEmpty();
    assertThat(agentKeys.verify(renewed.key().reveal())).contains(joined.agent());
    assertThat(agentKeys.verify(old)).isEmpty();
    try (KeyValues own =
        new JetcdKeyValues(
            config().as(joined.agent().value(), renewed.etcdPassword().orElseThrow().reveal()))) {
      assertThat(own.commit(put(KEYS.status(joined.agent())))).isTrue();
    }

    joining.renew(joined.agent(), renewed.key().reveal());
    clock.advance(HOUR);
    assertThat(agentKeys.verify(renewed.key().reveal())).isEmpty();
  }

  @Test
  void anAgentLearnsThatItIsWantedToTakeNewKeys() {
    Joined joined = join(newName());

    joining.askToRenew(joined.agent(), "admin");
    assertThat(joining.isAskedToRenew(joined.agent())).isTrue();
    joining.renew(joined.agent(), joined.key().reveal());

    assertThat(joining.isAskedToRenew(joined.agent())).isFalse();
    assertThatThrownBy(() -> joining.askToRenew(newName(), "admin"))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void aDispatcherThatCannotMakeUsersSaysSo() throws IOException {
    Joining powerless = joining(null, CertificateAuthority.open(home, "test", clock));

    assertThatThrownBy(() -> powerless.makeToken(ANY, HOUR, "admin"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("set HEARTH_ETCD_ROOT_PASSWORD_FILE");
  }

  @Test
  void aTokenIsGoodAgainWhereEtcdDidNotMakeTheUser() throws IOException {
    String token = token(ANY);
    Joining mistaken = joining("not root's", CertificateAuthority.open(home, "test", clock));
    AgentId name = newName();

    assertThatThrownBy(() -> mistaken.join(token, name, "an identity"))
        .isInstanceOf(EtcdUnavailableException.class);

    assertThat(joining.join(token, name, "an identity").agent()).isEqualTo(name);
  }

  private Joining joining(@Nullable String root, CertificateAuthority authority) {
    return new Joining(
        new JoinTokens(database, clock),
        agentKeys,
        new EtcdUsers(config().as("hearth", "dispatcher's"), root, KEYS),
        etcd,
        KEYS,
        new FarmAddresses(
            "test",
            List.of("https://farm.example:2379"),
            "farm.example:5000",
            authority.authorities(),
            authority.certificate("dispatcher"),
            Map.of()),
        "https://farm.example:8443");
  }

  private Joined join(AgentId name) {
    return joining.join(token(ANY), name, identity());
  }

  private String token(Allowance allowance) {
    return joining.makeToken(allowance, HOUR, "admin").token().secret();
  }

  private static AgentId newName() {
    return new AgentId("host-" + NAMES.incrementAndGet());
  }

  private static String identity() {
    return UUID.randomUUID().toString();
  }

  private static void register(AgentId name, String identity) {
    AgentRecord record = new AgentRecord(name, identity, "boot", 1, 2, Set.of(), "0.1");
    assertThat(etcd.commit(Transaction.begin().put(KEYS.agent(name), record).end())).isTrue();
  }

  private static Transaction put(Key<AgentStatus> key) {
    return Transaction.begin().put(key, new AgentStatus(true, true, "", 1, 0, Set.of())).end();
  }

  private static KeyValues as(Joined joined) {
    return new JetcdKeyValues(
        config().as(joined.agent().value(), joined.etcdPassword().orElseThrow().reveal()));
  }

  private static EtcdConfig config() {
    return new EtcdConfig(List.of(server.endpoint()), null, null, EtcdConfig.DEADLINE);
  }

  /** A clock that goes on when it is told to. */
  private static final class MovingClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
