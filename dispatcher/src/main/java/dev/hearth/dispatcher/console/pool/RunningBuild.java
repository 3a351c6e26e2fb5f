package dev.hearth.dispatcher.console.pool;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.protocol.StageRecord;
import java.time.Instant;
import java.util.List;

/** A build that a host has, as the pool's pages show it. */
public record RunningBuild(BuildView view) {
  public String title() {
    return view.record().request().title();
  }

  public String address() {
    return "/builds/" + view.record().id();
  }

  /** Of its message behind {@code state.}. */
  public String state() {
    return view.record().stop() == null ? view.state() : "stopping";
  }

  /** Behind {@code stage.}; empty before the first. */
  public String stage() {
    List<StageRecord> stages = stages();
    return stages.isEmpty() ? "" : stages.getLast().stage().word();
  }

  /** When the host began with it, or was given it. */
  public String since() {
    List<StageRecord> stages = stages();
    Instant since = stages.isEmpty() ? view.record().state().since() : stages.getFirst().began();
    return since.toString();
  }

  private List<StageRecord> stages() {
    var attempt = view.attempt();
    return attempt == null ? view.record().stages() : attempt.stages();
  }
}
