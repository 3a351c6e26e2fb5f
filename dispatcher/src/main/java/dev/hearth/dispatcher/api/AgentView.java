package dev.hearth.dispatcher.api;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.Cordon;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent at one moment.
 *
 * @param record null while it is not up
 * @param status null while it is not up
 * @param cordon null when it has none
 * @param builds titles of the builds whose tasks it has
 */
public record AgentView(
    AgentId name,
    @Nullable AgentRecord record,
    @Nullable AgentStatus status,
    @Nullable Cordon cordon,
    List<String> builds) {
  public AgentView {
    builds = List.copyOf(builds);
  }

  /** Why it gets no tasks, one sentence; empty when it does. */
  public String reason() {
    if (record == null) {
      return "it is not up";
    }
    if (cordon != null) {
      return cordon.kind() + " by " + cordon.by() + ": " + cordon.why();
    }
    if (status == null) {
      return "it has not said yet whether it is ready";
    }
    if (status.takesTasks()) {
      return "";
    }
    return status.reason().isEmpty() ? "it takes no tasks just now" : status.reason();
  }
}
