package dev.hearth.protocol.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which member is asked, by which client. The clients are jetcd's own and connect to nothing. */
class MembersTest {
  private static final Duration BLINK = Duration.ofMillis(300);

  private final List<String> connected = new ArrayList<>();
  private final List<Members> opened = new ArrayList<>();
  private long now;

  private Members members(String... endpoints) {
    Members members =
        new Members(
            List.of(endpoints),
            endpoint -> {
              connected.add(endpoint);
              EtcdConfig config =
                  new EtcdConfig(List.of(endpoint), null, null, EtcdConfig.DEADLINE);
              return EtcdClients.builder(config).build();
            },
            () -> now,
            0);
    opened.add(members);
    return members;
  }

  @AfterEach
  void close() {
    opened.forEach(Members::close);
  }

  private void fail(Members members) {
    members.failed(members.asked(), "it is down");
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void theNextIsAskedWhenOneFails() {
    Members members = members("http://one:1", "http://two:2");

    fail(members);
    assertThat(members.asked().endpoint()).isEqualTo("http://two:2");
    fail(members);
    assertThat(members.asked().endpoint()).isEqualTo("http://one:1");
    assertThat(connected).containsExactly("http://one:1", "http://two:2");
  }

  @Test
  void theOnlyMemberGetsANewClientEachFiveSecondsOfAnOutage() {
    Members members = members("http://one:1");

    for (int blink = 0; blink < 100; blink++) {
      fail(members);
      pass(BLINK);
    }

    assertThat(connected).hasSize(6);
  }

  @Test
  void eachOfSeveralGetsANewClientToo() {
    Members members = members("http://one:1", "http://two:2");

    fail(members);
    fail(members);
    pass(Members.RENEWAL);
    fail(members);
    fail(members);
    members.asked();

    assertThat(connected).containsExactly("http://one:1", "http://two:2", "http://one:1");
  }

  @Test
  void aMemberThatAnswersInBetweenKeepsItsClient() {
    Members members = members("http://one:1");

    for (int blink = 0; blink < 100; blink++) {
      fail(members);
      pass(BLINK);
      members.answered(members.asked());
    }

    assertThat(connected).hasSize(1);
  }

  @Test
  void whatIsWatchedBreaksWithItsClient() {
    Members members = members("http://one:1");
    List<String> broken = new ArrayList<>();
    members.asked().watches().add(() -> broken.add("watch"));

    fail(members);
    assertThat(broken).isEmpty();
    pass(Members.RENEWAL);
    fail(members);

    assertThat(broken).containsExactly("watch");
  }

  @Test
  void whatAClientThatWasReplacedSaysIsNoLongerHeard() {
    Members members = members("http://one:1", "http://two:2");
    Members.Member before = members.asked();
    members.failed(before, "it is down");
    fail(members);
    pass(Members.RENEWAL);
    members.failed(before, "it is down");
    fail(members);
    Members.Member after = members.asked();

    members.failed(before, "late news");

    assertThat(members.asked()).isSameAs(after).isNotSameAs(before);
  }
}
