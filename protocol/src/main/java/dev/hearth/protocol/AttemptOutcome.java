package dev.hearth.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** How an attempt ended, in its agent's words. */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    include = JsonTypeInfo.As.EXISTING_PROPERTY,
    property = "outcome",
    defaultImpl = AttemptOutcome.Unknown.class,
    visible = true)
@JsonSubTypes({
  @JsonSubTypes.Type(value = AttemptOutcome.Pushed.class, name = "pushed"),
  @JsonSubTypes.Type(value = AttemptOutcome.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = AttemptOutcome.Stopped.class, name = "stopped"),
  @JsonSubTypes.Type(value = AttemptOutcome.Lost.class, name = "lost")
})
public sealed interface AttemptOutcome {
  /** The name that is stored. */
  @JsonProperty(value = "outcome", access = JsonProperty.Access.READ_ONLY)
  String word();

  /** Whether this version knows what it means. */
  default boolean known() {
    return !(this instanceof Unknown);
  }

  /**
   * All images are in staging.
   *
   * @param protectedRef whether the remote itself says that the build's ref is protected: its
   *     branch is one of the project's protected branches and has the commit as its head or an
   *     ancestor of it; for a Git tag or a bare commit: some protected branch has the commit
   */
  record Pushed(List<PushedImage> images, boolean protectedRef) implements AttemptOutcome {
    public Pushed {
      images = List.copyOf(images);
    }

    @Override
    public String word() {
      return "pushed";
    }
  }

  /**
   * A stage did not do its work.
   *
   * @param reason one sentence
   */
  record Failed(Stage stage, FailureKind kind, String reason) implements AttemptOutcome {
    public Failed {
      reason = Sentence.cut(reason, 500);
    }

    @Override
    public String word() {
      return "failed";
    }
  }

  /** The stop order was carried out: nothing of the attempt runs any more. */
  record Stopped() implements AttemptOutcome {
    @Override
    public String word() {
      return "stopped";
    }
  }

  /**
   * What ran is gone, and not by the build's own doing: the build may run again.
   *
   * @param reason one sentence
   */
  record Lost(String reason) implements AttemptOutcome {
    public Lost {
      reason = Sentence.cut(reason, 300);
    }

    @Override
    public String word() {
      return "lost";
    }
  }

  /** Written by a newer agent: left alone. */
  record Unknown(@JsonProperty("outcome") String word) implements AttemptOutcome {}
}
