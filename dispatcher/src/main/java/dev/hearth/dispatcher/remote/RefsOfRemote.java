package dev.hearth.dispatcher.remote;

import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.protocol.Commit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.jspecify.annotations.Nullable;

/** Reads what a remote lists. */
final class RefsOfRemote {
  private static final List<String> USUAL = List.of("refs/heads/main", "refs/heads/master");

  private RefsOfRemote() {}

  /**
   * @param listed branches, tags (peeled) and {@code HEAD}
   */
  static RemoteRefs.Refs read(Collection<Ref> listed) {
    Map<String, Commit> commits = new HashMap<>();
    Ref head = null;
    for (Ref ref : listed) {
      ObjectId id = ref.getPeeledObjectId() == null ? ref.getObjectId() : ref.getPeeledObjectId();
      if (ref.getName().equals(Constants.HEAD)) {
        head = ref;
      } else if (id != null && Commit.isHash(id.name())) {
        commits.put(ref.getName(), new Commit(id.name()));
      }
    }
    return new RemoteRefs.Refs(commits, head == null ? null : branch(head, commits));
  }

  /** What HEAD names; where the server does not tell, a branch that stands where HEAD stands. */
  private static @Nullable String branch(Ref head, Map<String, Commit> commits) {
    if (head.isSymbolic()) {
      return head.getLeaf().getName();
    }
    ObjectId id = head.getObjectId();
    if (id == null) {
      return null;
    }
    Stream<String> others =
        commits.keySet().stream().filter(name -> name.startsWith(Constants.R_HEADS)).sorted();
    return Stream.concat(USUAL.stream(), others)
        .filter(name -> stands(commits.get(name), id))
        .findFirst()
        .orElse(null);
  }

  private static boolean stands(@Nullable Commit branch, ObjectId at) {
    return branch != null && branch.value().equals(at.name());
  }
}
