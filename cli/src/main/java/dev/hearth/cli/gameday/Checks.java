package dev.hearth.cli.gameday;

import dev.hearth.cli.gameday.Finding.Wrong;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must be true after a game. Pure: says of the evidence what is wrong with it. */
final class Checks {
  private final Evidence evidence;
  private final List<Finding> findings = new ArrayList<>();

  private Checks(Evidence evidence) {
    this.evidence = evidence;
  }

  static List<Finding> of(Evidence evidence) {
    Checks checks = new Checks(evidence);
    evidence.undelivered().forEach(push -> checks.found(Wrong.NEVER_ACCEPTED, push));
    evidence.refused().forEach(words -> checks.found(Wrong.NEVER_ACCEPTED, words));
    checks.titles();
    evidence.builds().forEach(checks::build);
    evidence.newest().forEach(checks::branch);
    evidence.orphans().forEach(orphan -> checks.found(Wrong.ORPHAN, orphan));
    if (evidence.blind()) {
      checks.found(Wrong.GAME, "etcd forgot changes before they were seen");
    }
    return List.copyOf(checks.findings);
  }

  /** Every number once. */
  private void titles() {
    Map<String, String> known = new HashMap<>();
    for (BuildEvidence build : evidence.builds()) {
      String other = known.putIfAbsent(build.title(), build.id());
      if (other != null) {
        found(
            Wrong.ENDED_TWICE, "%s is both %s and %s".formatted(build.title(), other, build.id()));
      }
    }
  }

  private void build(BuildEvidence build) {
    if (build.end().isEmpty()) {
      found(Wrong.NEVER_ENDED, build.title() + " " + build.reason());
      return;
    }
    if (build.ends().size() > 1 || build.rose()) {
      found(
          Wrong.ENDED_TWICE,
          "%s ended as %s%s"
              .formatted(
                  build.title(),
                  String.join(" and as ", build.ends()),
                  build.rose() ? ", and was alive again" : ""));
    } else if (!build.ends().isEmpty() && !build.ends().contains(build.end())) {
      found(
          Wrong.ENDED_TWICE,
          "%s ended as %s, but is kept as %s"
              .formatted(build.title(), build.ends().getFirst(), build.end()));
    }
    // Nobody stops builds in a game, and the projects' own builds never fail.
    if (build.end().equals("failed")
        || build.end().equals("cancelled")
        || build.end().equals("timed_out")) {
      found(Wrong.ENDED_UNTRUE, build.title() + " " + build.reason());
    }
    build
        .logs()
        .forEach((attempt, log) -> {
          if (!log.isClean()) {
            found(Wrong.LOG, "%s, attempt %d: %s".formatted(build.title(), attempt, log));
          }
        });
    images(build);
  }

  private void images(BuildEvidence build) {
    String wanted = evidence.markers().get(build.commit());
    if (build.succeeded() && build.images().isEmpty()) {
      found(Wrong.IMAGE, build.title() + " succeeded, but has no image");
    }
    build
        .images()
        .forEach((reference, marker) -> {
          if (!marker.equals(wanted)) {
            found(
                Wrong.IMAGE,
                "%s: %s holds \"%s\" and not \"%s\""
                    .formatted(build.title(), reference, marker, wanted));
          }
        });
  }

  /** The branch's tag is of the newest commit that was built. */
  private void branch(String branch, List<String> commits) {
    String project = branch.substring(0, branch.indexOf(' '));
    String ref = "refs/heads/" + branch.substring(branch.indexOf(' ') + 1);
    List<String> built =
        commits.stream()
            .filter(commit ->
                evidence.builds().stream()
                    .anyMatch(build ->
                        build.commit().equals(commit)
                            && build.ref().equals(ref)
                            && build.title().startsWith(project + "#")
                            && build.succeeded()))
            .toList();
    String wanted = built.isEmpty() ? "" : evidence.markers().getOrDefault(built.getLast(), "");
    String found = evidence.moving().getOrDefault(branch, "");
    if (!found.equals(wanted)) {
      found(
          Wrong.IMAGE,
          "the tag of %s is of \"%s\" and not of \"%s\"".formatted(branch, found, wanted));
    }
    String newest = commits.getLast();
    boolean accounted =
        evidence.builds().stream()
            .filter(build -> build.commit().equals(newest) && build.ref().equals(ref))
            .anyMatch(build -> build.succeeded() || build.end().equals("lost"));
    if (!accounted && evidence.undelivered().isEmpty()) {
      found(Wrong.NEVER_ENDED, "the head of " + branch + " was not built");
    }
  }

  private void found(Wrong kind, String sentence) {
    findings.add(new Finding(kind, sentence));
  }
}
