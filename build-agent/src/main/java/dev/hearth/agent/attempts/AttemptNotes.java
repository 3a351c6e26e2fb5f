package dev.hearth.agent.attempts;

import dev.hearth.agent.StageFailure;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.Stage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent's process notes of an attempt, so that the next one can go on with it. No secrets.
 *
 * @param nonce of the claim: the attempt is ours while its record in etcd has it
 * @param began when it was claimed, by this host's clock
 * @param deaths how many of the agent's processes died under it without a goodbye
 * @param handedOver whether the process that noted this left it to the next one in order
 * @param stage that runs, or ran last; null before the first
 * @param stageBegan null before the first stage
 * @param isProtected whether the commit is protected; null until it is checked out
 * @param container in which it compiles; null before there is one
 * @param compiled whether there is nothing (more) to compile
 * @param end null until it is known how the attempt ended
 */
public record AttemptNotes(
    AttemptId attempt,
    String nonce,
    Instant began,
    int deaths,
    boolean handedOver,
    @Nullable Stage stage,
    @Nullable Instant stageBegan,
    @Nullable Boolean isProtected,
    @Nullable Container container,
    boolean compiled,
    @Nullable End end) {

  /**
   * A compile container.
   *
   * @param cachePaths what its builder caches
   * @param diskBefore bytes that its folders held before it ran; null until measured
   * @param failure why it was killed, or how it failed; null while all is well
   */
  public record Container(
      String id, List<String> cachePaths, @Nullable Long diskBefore, @Nullable Failure failure) {
    public Container {
      cachePaths = List.copyOf(cachePaths);
    }

    public Container withDiskBefore(long bytes) {
      return new Container(id, cachePaths, bytes, failure);
    }

    /** The first failure is the cause of the others. */
    public Container withFailure(Failure why) {
      return failure == null ? new Container(id, cachePaths, diskBefore, why) : this;
    }
  }

  /** A {@link StageFailure} on disk. */
  public record Failure(FailureKind kind, boolean lost, String sentence) {
    public StageFailure thrown() {
      return lost ? StageFailure.lost(sentence) : new StageFailure(kind, sentence);
    }
  }

  /**
   * How the attempt ended, though etcd may not know it yet.
   *
   * @param logLength bytes of its whole log
   */
  public record End(AttemptOutcome outcome, long logLength) {}

  static AttemptNotes claiming(AttemptId attempt, String nonce, Instant now) {
    return new AttemptNotes(attempt, nonce, now, 0, false, null, null, null, null, false, null);
  }

  /** Whether a container compiles, or has ended and nobody has judged it. */
  public boolean compiles() {
    return container != null && container.failure() == null && !compiled && end == null;
  }

  /** As the next process finds it: one that it was not left to in order has died under it. */
  AttemptNotes inherited() {
    int died = handedOver ? deaths : deaths + 1;
    return new AttemptNotes(
        attempt,
        nonce,
        began,
        died,
        false,
        stage,
        stageBegan,
        isProtected,
        container,
        compiled,
        end);
  }

  AttemptNotes leftInOrder() {
    return new AttemptNotes(
        attempt,
        nonce,
        began,
        deaths,
        true,
        stage,
        stageBegan,
        isProtected,
        container,
        compiled,
        end);
  }

  AttemptNotes inStage(Stage now, Instant since) {
    return new AttemptNotes(
        attempt,
        nonce,
        began,
        deaths,
        handedOver,
        now,
        since,
        isProtected,
        container,
        compiled,
        end);
  }

  AttemptNotes ended(End how) {
    return new AttemptNotes(
        attempt,
        nonce,
        began,
        deaths,
        handedOver,
        stage,
        stageBegan,
        isProtected,
        container,
        compiled,
        how);
  }

  public AttemptNotes checkedOut(boolean protectedCommit) {
    return new AttemptNotes(
        attempt,
        nonce,
        began,
        deaths,
        handedOver,
        stage,
        stageBegan,
        protectedCommit,
        container,
        compiled,
        end);
  }

  public AttemptNotes compilingIn(@Nullable Container running) {
    return new AttemptNotes(
        attempt,
        nonce,
        began,
        deaths,
        handedOver,
        stage,
        stageBegan,
        isProtected,
        running,
        compiled,
        end);
  }

  public AttemptNotes withCompiled() {
    return new AttemptNotes(
        attempt,
        nonce,
        began,
        deaths,
        handedOver,
        stage,
        stageBegan,
        isProtected,
        container,
        true,
        end);
  }
}
