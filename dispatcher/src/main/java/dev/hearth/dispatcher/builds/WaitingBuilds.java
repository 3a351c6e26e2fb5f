package dev.hearth.dispatcher.builds;

import dev.hearth.dispatcher.api.BuildFilter;
import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.Builds;
import dev.hearth.dispatcher.doctor.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether every queued build can say why it waits. */
public final class WaitingBuilds {
  private static final int QUEUED = 200;

  /** What a queued build says for which there is a place. */
  static final String PLACED = "it is about to be given";

  private WaitingBuilds() {}

  /** Queued builds that cannot say why they wait, or that could be placed and are not. */
  public static List<Violation> check(Builds builds) {
    List<Violation> found = new ArrayList<>();
    BuildFilter queued = new BuildFilter(null, Set.of("queued"), null, null, null, null, QUEUED);
    for (BuildView build : builds.list(queued).builds()) {
      String title = build.record().request().title();
      if (build.waiting() == null) {
        found.add(Violation.of("no reason", title, "it waits and cannot say why"));
      } else if (build.waiting().hosts().isEmpty() && build.waiting().why().startsWith(PLACED)) {
        found.add(Violation.of("not placed", title, build.waiting().why()));
      }
    }
    return found;
  }
}
