package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.farm.FarmSnapshot;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.etcd.Versioned;
import java.util.stream.Stream;

/** The builds that are under way at one moment, with what their agents say of them. */
final class LiveBuilds {
  private final FarmSnapshot farm;
  private final WhyItWaits why;

  LiveBuilds(FarmSnapshot farm, WhyItWaits why) {
    this.farm = farm;
    this.why = why;
  }

  /** Without why they wait, which costs more than the rest. */
  Stream<BuildView> all() {
    return farm.builds().all().stream().map(Versioned::value).map(this::view);
  }

  private BuildView view(BuildRecord build) {
    AttemptId newest = build.newestAttempt();
    Versioned<AttemptRecord> attempt = newest == null ? null : farm.attempts().get(newest);
    return new BuildView(build, attempt == null ? null : attempt.value(), null);
  }

  /** Adds why a queued build waits. */
  BuildView withWaiting(BuildView view) {
    return why.addTo(view);
  }
}
