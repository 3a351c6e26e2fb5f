package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.BuildFilter;
import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.Builds;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.images.ImageDrift;
import dev.hearth.dispatcher.images.PromotionTarget;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.PublishedImage;
import dev.hearth.protocol.WantedTag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What changed of the recipe from the image that has the tag which a build's branch moves to the
 * build's own. Of the build that moved it last: from the image of the build before it on the
 * branch. It is asked of the registry, so that it is a part of the build's page that comes later.
 */
public final class BuildDriftPages {
  private final Builds builds;
  private final ImageDrift drift;
  private final Things things;

  public BuildDriftPages(ApiParts parts, Things things) {
    this.builds = parts.builds();
    this.drift = parts.images().drift();
    this.things = things;
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page(
        "/builds/{build}/drift", visit -> Templates.page(200, "images/builddrift", of(visit)));
    table.page(
        "/parts/builds/{build}/drift", visit -> Templates.page(200, "images/driftpart", of(visit)));
  }

  private BuildDrift of(Visit visit) {
    BuildView build = things.requireBuild(visit.who(), Permission.SEE, visit.path("build"));
    String title = build.record().request().title();
    Frame frame = visit.frame(visit.t("drift.of", title), Section.BUILDS);
    List<PublishedImage> images =
        build.record().state() instanceof BuildState.Succeeded succeeded
            ? succeeded.images()
            : List.of();
    return new BuildDrift(
        frame,
        title,
        "/builds/" + build.record().id(),
        images.stream().map(image -> of(frame, build, image)).toList());
  }

  private BuildDrift.OfImage of(Frame frame, BuildView build, PublishedImage image) {
    String ref = build.record().request().ref();
    Optional<WantedTag> moved = drift.following(image.repository(), ref).stream().findFirst();
    if (moved.isEmpty()) {
      return new BuildDrift.OfImage(image.repository(), frame.t("drift.noTag"), null);
    }
    String tag = moved.get().tag();
    if (!moved.get().digest().equals(image.digest())) {
      return compared(frame, image, frame.t("drift.sinceTag", tag), tag);
    }
    return before(build, image)
        .map(older -> compared(frame, image, frame.t("drift.sinceBefore", tag), older.digest()))
        .orElseGet(
            () -> new BuildDrift.OfImage(image.repository(), frame.t("drift.first", tag), null));
  }

  private BuildDrift.OfImage compared(
      Frame frame, PublishedImage image, String sentence, String older) {
    try {
      ImageDrift.Drift found =
          drift.since(
              new PromotionTarget(image.repository(), older), image.repository(), image.digest());
      return new BuildDrift.OfImage(image.repository(), sentence, new ShownDrift(frame, found));
    } catch (RefusedException _) {
      return new BuildDrift.OfImage(image.repository(), frame.t("drift.gone"), null);
    }
  }

  /** The same image of the build before on the same ref. */
  private Optional<PublishedImage> before(BuildView build, PublishedImage image) {
    BuildRequest request = build.record().request();
    return builds
        .list(
            new BuildFilter(
                Set.of(request.project()),
                Set.of("succeeded"),
                request.ref(),
                null,
                null,
                build.record().id(),
                1))
        .builds()
        .stream()
        .flatMap(older ->
            older.record().state() instanceof BuildState.Succeeded succeeded
                ? succeeded.images().stream()
                : Stream.<PublishedImage>empty())
        .filter(older -> older.repository().equals(image.repository()))
        .findFirst();
  }
}
