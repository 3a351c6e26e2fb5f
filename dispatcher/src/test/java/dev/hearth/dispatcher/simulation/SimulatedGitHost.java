package dev.hearth.dispatcher.simulation;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A Git host that is pushed to, and whose hooks come late, in any order, and more than once. */
final class SimulatedGitHost implements RemoteRefs {
  /** One of so many pushes sends no hook, ever. */
  private static final int HOOK_LOST_ONE_IN = 6;

  private final Random random;
  private final Map<String, Commit> heads = new HashMap<>();
  private final Map<Commit, Integer> ages = new HashMap<>();
  private final List<Submission> undelivered = new ArrayList<>();
  private int commits;
  private int deliveries;
  private boolean down;
  private boolean wasAskedInVain;

  SimulatedGitHost(Random random) {
    this.random = random;
  }

  void down(boolean isDown) {
    down = isDown;
  }

  /** Whether somebody had to guess which head is the newer one. */
  boolean wasAskedInVain() {
    return wasAskedInVain;
  }

  /**
   * One more commit on a branch; its hook is on its way, now and then twice or three times, or
   * never.
   */
  void push(Project project, String ref) {
    Commit before = heads.get(project.id() + " " + ref);
    Commit after = new Commit("%040x".formatted(++commits));
    heads.put(project.id() + " " + ref, after);
    ages.put(after, commits);
    String id = "delivery-" + ++deliveries;
    if (random.nextInt(HOOK_LOST_ONE_IN) == 0) {
      return;
    }
    undelivered.add(hook(project, ref, before, after, id));
    if (random.nextInt(5) == 0) {
      undelivered.add(hook(project, ref, before, after, id));
    }
    if (random.nextInt(5) == 0) {
      undelivered.add(hook(project, ref, before, after, "delivery-" + ++deliveries));
    }
  }

  private static Submission hook(
      Project project, String ref, @Nullable Commit before, Commit after, String id) {
    return new Submission(
        project, ref, after, before, Cause.PUSH, true, List.of(), true, "hook", id);
  }

  /** A person asks for a branch's head, or for an old commit of it. */
  void ask(Project project, String ref) {
    Commit head = heads.get(project.id() + " " + ref);
    if (head == null) {
      return;
    }
    boolean isHead = random.nextBoolean();
    Commit commit = isHead ? head : new Commit("%040x".formatted(1 + random.nextInt(age(head))));
    String id = random.nextBoolean() ? "manual-" + ++deliveries : null;
    undelivered.add(
        new Submission(
            project, ref, commit, null, Cause.MANUAL, isHead, List.of(), true, "ann", id));
  }

  boolean hasMore() {
    return !undelivered.isEmpty();
  }

  Submission next() {
    return undelivered.remove(random.nextInt(undelivered.size()));
  }

  void again(Submission submission) {
    undelivered.add(submission);
  }

  @Nullable Commit head(ProjectId project, String ref) {
    return heads.get(project + " " + ref);
  }

  /** The order in which commits were pushed. */
  int age(Commit commit) {
    return ages.getOrDefault(commit, 0);
  }

  @Override
  public Refs of(Project project) {
    wasAskedInVain |= down;
    return heads(project);
  }

  /** The same for who does not have to guess without an answer. */
  Refs heads(Project project) {
    if (down) {
      throw RefusedException.impossible("tried to ask the Git host but it is down; ask again");
    }
    Map<String, Commit> refs = new HashMap<>();
    heads.forEach((key, commit) -> {
      if (key.startsWith(project.id() + " ")) {
        refs.put(key.substring(key.indexOf(' ') + 1), commit);
      }
    });
    return new Refs(refs, "refs/heads/main");
  }
}
