package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Failure;
import dev.hearth.dispatcher.images.ImageCatalog;
import dev.hearth.dispatcher.images.ImageChanges;
import dev.hearth.dispatcher.images.ImageDrift;
import dev.hearth.dispatcher.images.PromotionTarget;
import dev.hearth.dispatcher.images.RepositoryView;
import dev.hearth.dispatcher.images.TagView;
import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Thing;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives an image another name: first the name is chosen, then what drifted since the image that has
 * it is shown, above the button.
 */
public final class PromotionPages {
  private static final int MOST_OFFERED = 500;

  private final ImageCatalog catalog;
  private final ImageChanges changes;
  private final ImageDrift drift;
  private final Access access;
  private final Repositories repositories;
  private final TagRows rows;
  private final Things things;

  public PromotionPages(ApiParts parts, Things things) {
    this.catalog = parts.images().catalog();
    this.changes = parts.images().changes();
    this.drift = parts.images().drift();
    this.access = parts.people().access();
    this.repositories = new Repositories(things, catalog);
    this.rows = new TagRows(parts, things);
    this.things = things;
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page("/images/{repository}/promote", this::choose);
    table.act("/images/{repository}/promote", this::promote);
  }

  /** What somebody wants: of which image, under which name; empty texts are not chosen yet. */
  private record Wanted(String from, String repository, String to) {
    PromotionTarget target() {
      return PromotionTarget.parse(repository, repository + ":" + to);
    }
  }

  private Answer choose(Visit visit) {
    RepositoryView view = repositories.require(visit, Permission.PROMOTE);
    Wanted wanted =
        new Wanted(
            visit.query("from").orElse(""),
            visit.query("repository").orElse(view.path()),
            visit.query("to").orElse(""));
    if (wanted.to().isEmpty()) {
      return page(visit, 200, view, wanted, null, "");
    }
    try {
      PromotionTarget target = wanted.target();
      things.requireRepository(visit.who(), Permission.PROMOTE, target.repository());
      return page(visit, 200, view, wanted, target, "");
    } catch (RefusedException refused) {
      return refused(visit, view, wanted, refused);
    }
  }

  private Answer promote(Visit visit, Form form) {
    RepositoryView view = repositories.require(visit, Permission.PROMOTE);
    Wanted wanted =
        new Wanted(
            form.raw("digest"),
            form.field("repository").orElse(view.path()),
            form.field("to").orElse(""));
    if (wanted.from().isEmpty()) {
      return Visit.to(RepositoryHead.address(view.path()));
    }
    try {
      ImageChanges.Promoted promoted =
          changes.promote(
              visit.who(),
              visit.request().from(),
              view.path(),
              wanted.from(),
              wanted.target().toString());
      return Visit.to(
          RepositoryHead.address(promoted.repository(), promoted.tag()) + "?promoted=1");
    } catch (RefusedException refused) {
      return refused(visit, view, wanted, refused);
    }
  }

  /** What was typed is wrong; the page itself is there. */
  private Answer refused(
      Visit visit, RepositoryView view, Wanted wanted, RefusedException refused) {
    Failure failure = Failure.of(refused, visit.request().id());
    int status = failure.status() == 404 ? 400 : failure.status();
    return page(visit, status, view, wanted, null, failure.sentence());
  }

  private Answer page(
      Visit visit,
      int status,
      RepositoryView view,
      Wanted wanted,
      @Nullable PromotionTarget target,
      String problem) {
    RepositoryHead head = RepositoryHead.of(visit, things, view, RepositoryHead.TAGS);
    TagView image = catalog.require(view.path(), wanted.from());
    Optional<TagView> before =
        target == null ? Optional.empty() : catalog.tag(target.repository(), target.tag());
    return Templates.page(
        status,
        "images/promote",
        new PromotionPage(
            head,
            wanted.from(),
            rows.row(visit, view.path(), image),
            targets(visit),
            tags(target == null ? view.path() : target.repository()),
            wanted.repository(),
            wanted.to(),
            target,
            before.map(tag -> rows.row(visit, wanted.repository(), tag)).orElse(null),
            since(head, target, before.orElse(null), image),
            problem));
  }

  /** Null: nobody has the name, or the image itself. */
  private @Nullable ShownDrift since(
      RepositoryHead head,
      @Nullable PromotionTarget target,
      @Nullable TagView before,
      TagView image) {
    if (target == null || before == null || before.digest().equals(image.digest())) {
      return null;
    }
    return new ShownDrift(head.frame(), drift.since(target, head.path(), image.digest()));
  }

  private List<String> targets(Visit visit) {
    Predicate<Thing> may = access.mayOn(visit.who(), Permission.PROMOTE);
    return catalog.visible(visit.who()).stream()
        .filter(one -> may.test(one.thing()))
        .map(RepositoryView::path)
        .limit(MOST_OFFERED)
        .toList();
  }

  private List<String> tags(String repository) {
    return catalog.names(repository).stream().limit(MOST_OFFERED).toList();
  }
}
