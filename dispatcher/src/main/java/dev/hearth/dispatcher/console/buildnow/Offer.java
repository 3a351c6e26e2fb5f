package dev.hearth.dispatcher.console.buildnow;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.queue.RemoteRefs;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a project's repository has to be built.
 *
 * @param branches the default one first
 * @param tags the newest name first
 * @param answered whether the repository was asked and answered
 * @param problem why it did not; empty: it did, or was not asked
 */
public record Offer(
    Frame frame, List<Ref> branches, List<Ref> tags, boolean answered, String problem) {
  private static final String HEADS = "refs/heads/";
  private static final String TAGS = "refs/tags/";
  private static final int MOST = 500;

  public Offer {
    branches = List.copyOf(branches);
    tags = List.copyOf(tags);
  }

  /** A branch or tag and where it stands. */
  public record Ref(String name, String commit) {}

  static Offer none(Frame frame) {
    return new Offer(frame, List.of(), List.of(), false, "");
  }

  /** Asks the repository. */
  static Offer of(Frame frame, RemoteRefs remotes, Project project) {
    try {
      RemoteRefs.Refs refs = remotes.of(project);
      return new Offer(
          frame,
          named(refs, HEADS, refs.head()).toList(),
          named(refs, TAGS, null).toList().reversed(),
          true,
          "");
    } catch (RefusedException e) {
      return new Offer(frame, List.of(), List.of(), false, String.valueOf(e.getMessage()));
    }
  }

  private static Stream<Ref> named(RemoteRefs.Refs refs, String kind, @Nullable String first) {
    Stream<String> names =
        refs.commits().keySet().stream().filter(name -> name.startsWith(kind)).sorted();
    Stream<String> others = names.filter(name -> !name.equals(first));
    Stream<String> all =
        first != null && refs.commits().containsKey(first)
            ? Stream.concat(Stream.of(first), others)
            : others;
    return all.limit(MOST)
        .map(name -> new Ref(name.substring(kind.length()), shortened(refs, name)));
  }

  private static String shortened(RemoteRefs.Refs refs, String name) {
    var commit = refs.commits().get(name);
    return commit == null ? "" : commit.value().substring(0, 10);
  }
}
