package dev.hearth.agent.attempts;

import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StopOrder;
import java.time.Duration;
import java.util.Optional;

/** Why an attempt is ended from outside of its stages. */
sealed interface EndCause {
  /** What the agent then says of the attempt; empty: nothing at all. */
  Optional<AttemptOutcome> outcome(Stage stage);

  /** The task is gone without a stop: the attempt is not this agent's any more. */
  record TaskGone() implements EndCause {
    @Override
    public Optional<AttemptOutcome> outcome(Stage stage) {
      return Optional.empty();
    }
  }

  record Stopped(StopOrder order) implements EndCause {
    @Override
    public Optional<AttemptOutcome> outcome(Stage stage) {
      return Optional.of(new AttemptOutcome.Stopped());
    }
  }

  record OverTime(Duration timeout) implements EndCause {
    @Override
    public Optional<AttemptOutcome> outcome(Stage stage) {
      return Optional.of(
          new AttemptOutcome.Failed(
              stage,
              FailureKind.TIMEOUT,
              "the attempt took longer than its time-out of %s, and was ended in %s; make it faster, or set the project's timeout"
                  .formatted(Seconds.text(timeout), stage.word())));
    }
  }

  record StageOverTime(Stage bounded, Duration timeout) implements EndCause {
    @Override
    public Optional<AttemptOutcome> outcome(Stage stage) {
      return Optional.of(
          new AttemptOutcome.Failed(
              bounded,
              FailureKind.TIMEOUT,
              "%s took longer than its time-out of %s; make it faster, or set the project's stageTimeouts"
                  .formatted(bounded.word(), Seconds.text(timeout))));
    }
  }

  /** etcd did not answer for too long. */
  record CutOff(Duration patience) implements EndCause {
    @Override
    public Optional<AttemptOutcome> outcome(Stage stage) {
      return Optional.of(
          new AttemptOutcome.Lost(
              "the agent was cut off from etcd for more than " + Seconds.text(patience)));
    }
  }

  /** The next process of this agent goes on with it: nothing of it ends. */
  record HandedOver() implements EndCause {
    @Override
    public Optional<AttemptOutcome> outcome(Stage stage) {
      return Optional.empty();
    }
  }

  record AgentStops() implements EndCause {
    @Override
    public Optional<AttemptOutcome> outcome(Stage stage) {
      return Optional.of(new AttemptOutcome.Lost("the agent was stopped"));
    }
  }
}
