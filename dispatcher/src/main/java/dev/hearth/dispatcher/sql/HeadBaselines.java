package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import java.time.Instant;
import java.util.Map;

/**
 * Where projects' refs stood when nobody had asked for builds of them yet. Outlives etcd: its loss
 * must not build everything. Methods throw {@link DatabaseDownException}.
 */
public interface HeadBaselines {
  /** {@link Baseline#NONE} for a project whose heads were never read. */
  Baseline find(ProjectId project);

  /** Replaces the project's whole baseline. */
  void take(ProjectId project, String gitKey, Map<String, Commit> heads, Instant at);

  /** Moves some refs of the baseline. */
  void move(ProjectId project, Map<String, Commit> heads, Instant at);

  /**
   * Keeps why the heads could not be read.
   *
   * @param problem empty if they could
   */
  void tell(ProjectId project, String problem);
}
