package dev.hearth.dispatcher.sql;

import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Head;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import java.util.List;
import java.util.Optional;

/** What acceptance must know of ended builds. Methods throw {@link DatabaseDownException}. */
public interface ArchivedBuilds {
  /** The number of a project's newest ended build; 0 for none. */
  long lastNumber(ProjectId project);

  /** The newest ended build of this very commit of a ref that no person asked for. */
  Optional<SameBuild> same(ProjectId project, String ref, Commit commit);

  /**
   * The heads of a project's refs as far as ended builds tell them: the newest of each ref that was
   * not superseded, and was not lost with etcd's data; with the ref's highest sequence.
   */
  List<Head> heads(ProjectId project);
}
