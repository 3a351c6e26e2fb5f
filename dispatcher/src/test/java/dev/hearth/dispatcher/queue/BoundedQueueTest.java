package dev.hearth.dispatcher.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.leader.TestFarm;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.sql.ModelArchives;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.ModelEtcd;
import dev.hearth.protocol.etcd.ModelFaults;
import dev.hearth.protocol.etcd.ModelKeyValues;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A queue in which too many builds wait. */
class BoundedQueueTest {
  private static final Commit COMMIT = new Commit("0123456789abcdef0123456789abcdef01234567");
  private static final Clock CLOCK = Clock.systemUTC();

  private final Project project = new TestFarm(Instant.EPOCH).project("team/app");
  private final KeyValues etcd = new ModelKeyValues(new ModelEtcd(CLOCK), ModelFaults.NONE);
  private boolean full;

  private final BuildQueue queue =
      new BuildQueue(
          etcd,
          new FarmKeys(),
          List::of,
          _ -> new RemoteRefs.Refs(Map.of(), null),
          new ModelArchives(),
          this::refuse,
          CLOCK);

  private void refuse(Submission submission) {
    if (full) {
      throw RefusedException.tooMany("tried to ask for a build, but too many wait");
    }
  }

  private Acceptance accept(Cause cause, @Nullable String key) {
    return queue.accept(
        new Submission(
            project, "refs/heads/main", COMMIT, null, cause, true, List.of(), true, "ann", key));
  }

  @Test
  void refusesWhatIsAskedForByHandAndNeverAPush() {
    full = true;
    assertThatThrownBy(() -> accept(Cause.MANUAL, "key"))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(RefusedException.Reason.TOO_MANY));
    assertThat(etcd.list(new FarmKeys().builds()).entries()).isEmpty();
    assertThat(accept(Cause.PUSH, "delivery")).isInstanceOf(Acceptance.Queued.class);
    full = false;
    assertThat(accept(Cause.MANUAL, "key")).isInstanceOf(Acceptance.Queued.class);
  }

  @Test
  void whatWasAskedForBeforeIsFoundAgainAlsoWhenItIsFull() {
    Acceptance accepted = accept(Cause.MANUAL, "key");
    full = true;
    assertThat(accept(Cause.MANUAL, "key"))
        .isEqualTo(new Acceptance.Same(accepted.build(), accepted.number()));
  }
}
