package dev.hearth.dispatcher.images;

import dev.hearth.dispatcher.projects.ImageRules;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.RefGlob;
import dev.hearth.protocol.WantedTag;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which tags of a repository are kept no longer. Pure. Only what a build wrote once for its commit
 * can expire: tags that follow a branch, that somebody promoted or that a pattern names stay, and
 * with them all tags of their images.
 */
final class ExpiredTags {
  private ExpiredTags() {}

  /**
   * @param all that the farm wrote in one repository
   */
  static List<WantedTag> of(List<WantedTag> all, ImageRules rules) {
    if (rules.keepLast() == 0) {
      return List.of();
    }
    List<WantedTag> ofCommits = all.stream().filter(ExpiredTags::isOfCommit).toList();
    Set<Commit> kept =
        ofCommits.stream()
            .sorted(Comparator.comparing(WantedTag::at).reversed())
            .map(WantedTag::commit)
            .distinct()
            .limit(rules.keepLast())
            .collect(Collectors.toSet());
    Set<WantedTag> expired = new HashSet<>();
    for (WantedTag old : ofCommits) {
      if (!kept.contains(old.commit())) {
        all.stream().filter(tag -> isWrittenWith(tag, old)).forEach(expired::add);
      }
    }
    expired.removeIf(tag -> RefGlob.any(rules.keepTags(), tag.tag()));
    Set<String> needed =
        all.stream()
            .filter(tag -> !expired.contains(tag))
            .map(WantedTag::digest)
            .collect(Collectors.toSet());
    return expired.stream()
        .filter(tag -> !needed.contains(tag.digest()))
        .sorted(Comparator.comparing(WantedTag::tag))
        .toList();
  }

  /** {@code <commit>} or {@code <commit>-<number>}. */
  private static boolean isOfCommit(WantedTag tag) {
    return tag.ref().isEmpty() && tag.tag().startsWith(tag.commit().value());
  }

  /** By the same build at the same moment: a promotion comes later. */
  private static boolean isWrittenWith(WantedTag tag, WantedTag other) {
    return tag.ref().isEmpty() && tag.build().equals(other.build()) && tag.at().equals(other.at());
  }
}
