package dev.hearth.dispatcher.publish;

import dev.hearth.dispatcher.projects.BuildTags;
import dev.hearth.dispatcher.projects.TagNames;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.WantedTag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which tags a build may write of one image. Pure. */
final class TagPlan {
  private TagPlan() {}

  /**
   * The tags of an image, the commit's (or, for a later success of the same commit, its own) first.
   *
   * @param owners what each tag should be as things stand; empty for a tag that nobody wrote
   */
  static List<WantedTag> of(
      BuildTags tags,
      BuildRecord build,
      String repository,
      String digest,
      Function<String, Optional<WantedTag>> owners,
      Instant now) {
    BuildRequest request = build.request();
    Predicate<String> free = tag -> isFree(owners.apply(tag), build);
    List<WantedTag> wanted = new ArrayList<>();
    String own = free.test(tags.commit()) ? tags.commit() : TagNames.again(request);
    Stream.concat(Stream.of(own), tags.fixed().stream().filter(free))
        .map(tag -> fixed(tag, build, repository, digest, now))
        .forEach(wanted::add);
    if (request.headSequence() > 0) {
      tags.moving().stream()
          .filter(tag -> mayMove(owners.apply(tag), request))
          .map(tag ->
              new WantedTag(
                  repository,
                  tag,
                  digest,
                  request.commit(),
                  request.ref(),
                  request.headSequence(),
                  build.id(),
                  now))
          .forEach(wanted::add);
    }
    tags.requested().stream()
        .filter(tag -> owners.apply(tag).map(owner -> owner.ref().isEmpty()).orElse(true))
        .filter(tag -> wanted.stream().noneMatch(other -> other.tag().equals(tag)))
        .map(tag -> fixed(tag, build, repository, digest, now))
        .forEach(wanted::add);
    return wanted;
  }

  private static WantedTag fixed(
      String tag, BuildRecord build, String repository, String digest, Instant now) {
    return new WantedTag(repository, tag, digest, build.request().commit(), "", 0, build.id(), now);
  }

  private static boolean isFree(Optional<WantedTag> owner, BuildRecord build) {
    return owner.map(tag -> tag.build().equals(build.id())).orElse(true);
  }

  /** A moving tag never goes back, and never from one ref to another. */
  private static boolean mayMove(Optional<WantedTag> owner, BuildRequest request) {
    return owner
        .map(tag ->
            tag.ref().isEmpty()
                || (tag.ref().equals(request.ref()) && tag.sequence() <= request.headSequence()))
        .orElse(true);
  }
}
