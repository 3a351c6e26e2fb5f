package dev.hearth.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/** Where a build stands. Each state carries exactly the facts that are true in it. */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    include = JsonTypeInfo.As.EXISTING_PROPERTY,
    property = "state",
    defaultImpl = BuildState.Unknown.class,
    visible = true)
@JsonSubTypes({
  @JsonSubTypes.Type(value = BuildState.Queued.class, name = "queued"),
  @JsonSubTypes.Type(value = BuildState.Assigned.class, name = "assigned"),
  @JsonSubTypes.Type(value = BuildState.Pushed.class, name = "pushed"),
  @JsonSubTypes.Type(value = BuildState.Succeeded.class, name = "succeeded"),
  @JsonSubTypes.Type(value = BuildState.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = BuildState.Cancelled.class, name = "cancelled"),
  @JsonSubTypes.Type(value = BuildState.Superseded.class, name = "superseded"),
  @JsonSubTypes.Type(value = BuildState.TimedOut.class, name = "timed_out"),
  @JsonSubTypes.Type(value = BuildState.Lost.class, name = "lost")
})
public sealed interface BuildState {
  /** The name by which the state is known everywhere: JSON, command line, metrics. */
  @JsonProperty(value = "state", access = JsonProperty.Access.READ_ONLY)
  String word();

  /** When the build entered this state, by the clock of the dispatcher that put it there. */
  Instant since();

  /** Whether the build has ended and will never leave this state. */
  default boolean ended() {
    return switch (this) {
      case Queued _, Assigned _, Pushed _, Unknown _ -> false;
      case Succeeded _, Failed _, Cancelled _, Superseded _, TimedOut _, Lost _ -> true;
    };
  }

  /** What is true of a build that is in this state, for people. */
  default String sentence() {
    return switch (this) {
      case Queued _ -> "waits for a host";
      case Assigned assigned -> "was given to agent " + assigned.agent();
      case Pushed _ -> "has its images in staging and is being published";
      case Succeeded _ -> "has its images in the registry";
      case Failed failed -> "failed at " + failed.stage().word() + ": " + failed.reason();
      case Cancelled stopped -> "was cancelled by " + stopped.by() + ": " + stopped.why();
      case Superseded stopped -> "was superseded: " + stopped.why();
      case TimedOut stopped -> "ran out of time: " + stopped.why();
      case Lost lost -> "was lost after " + lost.attempts() + " attempts: " + lost.reason();
      case Unknown unknown -> "is in a state that this version does not know: " + unknown.word();
    };
  }

  /** How a stop order ends a build. */
  static BuildState stopped(StopOrder order, boolean confirmed, Instant now) {
    return switch (order.kind()) {
      case CANCELLED -> new Cancelled(now, order.by(), order.why(), confirmed);
      case SUPERSEDED -> new Superseded(now, order.by(), order.why(), confirmed);
      case TIMED_OUT -> new TimedOut(now, order.by(), order.why(), confirmed);
    };
  }

  /** Accepted, and waiting for a host. */
  record Queued(Instant since) implements BuildState {
    @Override
    public String word() {
      return "queued";
    }
  }

  /** An agent has the order; <em>running</em> once the attempt is claimed. */
  record Assigned(Instant since, AttemptId attempt, AgentId agent) implements BuildState {
    @Override
    public String word() {
      return "assigned";
    }
  }

  /**
   * The images are in staging; the leader publishes them.
   *
   * @param protectedRef see {@link AttemptOutcome.Pushed}: decides which tags may be written
   */
  record Pushed(Instant since, AttemptId attempt, List<PushedImage> images, boolean protectedRef)
      implements BuildState {
    public Pushed {
      images = List.copyOf(images);
    }

    @Override
    public String word() {
      return "pushed";
    }
  }

  /** The images stand in the project's repository, and were read back. */
  record Succeeded(Instant since, List<PublishedImage> images) implements BuildState {
    public Succeeded {
      images = List.copyOf(images);
    }

    @Override
    public String word() {
      return "succeeded";
    }
  }

  /** A stage failed; nothing was published. */
  record Failed(Instant since, Stage stage, FailureKind kind, String reason) implements BuildState {
    public Failed {
      reason = Sentence.cut(reason, 500);
    }

    @Override
    public String word() {
      return "failed";
    }
  }

  /**
   * A person stopped it.
   *
   * @param confirmed whether the agent said that nothing runs any more
   */
  record Cancelled(Instant since, String by, String why, boolean confirmed) implements BuildState {
    @Override
    public String word() {
      return "cancelled";
    }
  }

  /** A newer head of its branch took its place. */
  record Superseded(Instant since, String by, String why, boolean confirmed) implements BuildState {
    @Override
    public String word() {
      return "superseded";
    }
  }

  /** It took longer than it may. */
  record TimedOut(Instant since, String by, String why, boolean confirmed) implements BuildState {
    @Override
    public String word() {
      return "timed_out";
    }
  }

  /** Its attempts were lost, as many as a build gets. */
  record Lost(Instant since, int attempts, String reason) implements BuildState {
    public Lost {
      reason = Sentence.cut(reason, 150);
    }

    @Override
    public String word() {
      return "lost";
    }
  }

  /** Written by a newer version: left alone. */
  record Unknown(Instant since, @JsonProperty("state") String word) implements BuildState {}
}
