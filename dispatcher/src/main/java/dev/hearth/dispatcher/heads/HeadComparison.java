package dev.hearth.dispatcher.heads;

import dev.hearth.dispatcher.hooks.BuildAcceptance;
import dev.hearth.dispatcher.projects.GitUrls;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.ProjectSeeds;
import dev.hearth.dispatcher.queue.RemoteRefs;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.dispatcher.sql.Baseline;
import dev.hearth.dispatcher.sql.HeadBaselines;
import dev.hearth.dispatcher.sql.KnownHead;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Head;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the heads of one project's repository with what was accepted, and asks for builds of
 * what was missed. Safe for several threads, and for several dispatchers: whatever meets a push on
 * its way is the same build.
 */
public final class HeadComparison {
  /** So many builds of one project are asked for at once; the rest the next time. */
  private static final int AT_ONCE = 50;

  private static final Logger log = LoggerFactory.getLogger(HeadComparison.class);

  private final KeyValues etcd;
  private final FarmKeys keys;
  private final ProjectSeeds seeds;
  private final RemoteRefs remotes;
  private final HeadBaselines baselines;
  private final BuildAcceptance acceptance;
  private final Clock clock;

  public HeadComparison(
      KeyValues etcd,
      FarmKeys keys,
      ProjectSeeds seeds,
      RemoteRefs remotes,
      HeadBaselines baselines,
      BuildAcceptance acceptance,
      Clock clock) {
    this.etcd = etcd;
    this.keys = keys;
    this.seeds = seeds;
    this.remotes = remotes;
    this.baselines = baselines;
    this.acceptance = acceptance;
    this.clock = clock;
  }

  /**
   * Compares once. The first time the heads become the project's baseline, and nothing is built.
   *
   * @return how many builds were missed, and are queued now
   * @throws dev.hearth.dispatcher.RefusedException if the Git host does not answer, or not to us
   */
  public int compare(Project project) {
    // Before the Git host is asked: a push in between is then newer than what the host said.
    seeds.plant(project.id());
    List<Versioned<Head>> heads = etcd.list(keys.heads(project.id())).entries();
    Baseline baseline = baselines.find(project.id());
    Instant now = clock.instant();
    Map<String, Commit> remote = remotes.of(project).commits();
    String gitKey = GitUrls.key(project.gitUrl());
    if (!baseline.gitKey().equals(gitKey)) {
      baselines.take(project.id(), gitKey, branchesAndTags(remote), now);
      log.atInfo()
          .addKeyValue("project", project.name())
          .addKeyValue("refs", remote.size())
          .log("the repository's heads are the project's baseline");
      return 0;
    }
    if (!baseline.problem().isEmpty()) {
      baselines.tell(project.id(), "");
    }
    MissedHeads found = MissedHeads.of(project, remote, accepted(heads), baseline.heads());
    baselines.move(project.id(), found.moved(), now);
    return (int)
        found.missed().stream().limit(AT_ONCE).filter(missed -> isNew(project, missed)).count();
  }

  private boolean isNew(Project project, MissedHeads.Missed missed) {
    Acceptance accepted =
        acceptance.accept(
            new Submission(
                project,
                missed.ref(),
                missed.commit(),
                missed.before(),
                Cause.RECONCILED,
                true,
                List.of(),
                project.cache(),
                "hearth",
                null));
    if (!(accepted instanceof Acceptance.Queued)) {
      return false;
    }
    log.atInfo()
        .addKeyValue("project", project.name())
        .addKeyValue("ref", missed.ref())
        .addKeyValue("commit", missed.commit())
        .addKeyValue("build", accepted.build())
        .log("a hook did not come: its push is built");
    return true;
  }

  private static Map<String, KnownHead> accepted(List<Versioned<Head>> heads) {
    Map<String, KnownHead> accepted = new HashMap<>();
    heads.stream()
        .map(Versioned::value)
        .forEach(head -> accepted.put(head.ref(), new KnownHead(head.after(), head.at())));
    return accepted;
  }

  private static Map<String, Commit> branchesAndTags(Map<String, Commit> remote) {
    return remote.entrySet().stream()
        .filter(one -> MissedHeads.isBranchOrTag(one.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
