package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Failure;
import dev.hearth.dispatcher.images.ImageCatalog;
import dev.hearth.dispatcher.images.ImageChanges;
import dev.hearth.dispatcher.images.RepositoryView;
import dev.hearth.dispatcher.images.TagView;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.projects.ImageRules;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The repositories that somebody sees, the tags of each, and deleting one. */
public final class RepositoryPages {
  private static final int REPOSITORIES = 100;
  private static final int TAGS = 30;
  private static final int LAST_PAGE = 10_000;

  private final ImageCatalog catalog;
  private final ImageChanges changes;
  private final Repositories repositories;
  private final TagRows rows;
  private final Things things;

  public RepositoryPages(ApiParts parts, Things things) {
    this.catalog = parts.images().catalog();
    this.changes = parts.images().changes();
    this.repositories = new Repositories(things, catalog);
    this.rows = new TagRows(parts, things);
    this.things = things;
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page("/images", this::list);
    table.page("/images/{repository}", this::tags);
    table.page("/images/{repository}/tags/{tag}", this::tag);
    table.act("/images/{repository}/tags/{tag}/delete", this::delete);
  }

  private Answer list(Visit visit) {
    String wanted = visit.query("q").orElse("");
    String after = visit.query("after").orElse("");
    List<RepositoryView> found =
        catalog.visible(visit.who()).stream()
            .filter(one -> one.path().contains(wanted.toLowerCase(Locale.ROOT)))
            .filter(one -> one.path().compareTo(after) > 0)
            .limit(REPOSITORIES + 1L)
            .toList();
    List<RepositoryView> page = found.subList(0, Math.min(REPOSITORIES, found.size()));
    String next =
        found.size() <= REPOSITORIES
            ? ""
            : "/images?q="
                + RepositoryHead.encoded(wanted)
                + "&after="
                + RepositoryHead.encoded(page.getLast().path());
    return Templates.page(
        200,
        "images/list",
        new RepositoryListPage(
            visit.frame(visit.t("nav.images"), Section.IMAGES), wanted, page, next));
  }

  private Answer tags(Visit visit) {
    RepositoryView view = repositories.require(visit, Permission.SEE);
    RepositoryHead head = RepositoryHead.of(visit, things, view, RepositoryHead.TAGS);
    String wanted = visit.query("q").orElse("");
    int page =
        visit
            .query("page")
            .filter(text -> text.matches("[1-9][0-9]{0,5}"))
            .map(Integer::parseInt)
            .filter(number -> number <= LAST_PAGE)
            .orElse(1);
    ImageCatalog.Tags tags = catalog.newest(view.path(), wanted, (page - 1) * TAGS, TAGS);
    String older =
        tags.count() <= page * TAGS
            ? ""
            : head.address() + "?q=" + RepositoryHead.encoded(wanted) + "&page=" + (page + 1);
    return Templates.page(
        200,
        "images/tags",
        new TagsPage(
            head,
            wanted,
            rows.rows(visit, view.path(), tags.page()),
            tags.count(),
            older,
            rules(view.thing()),
            things.may(visit.who(), Permission.PROMOTE, view.thing()),
            visit.query("deleted").isPresent()));
  }

  private @Nullable ImageRules rules(Thing.Repository repository) {
    Thing.OfProject project = repository.project();
    return project == null ? null : changes.rules(project.id());
  }

  private Answer tag(Visit visit) {
    return tag(visit, 200, repositories.require(visit, Permission.SEE), "");
  }

  private Answer tag(Visit visit, int status, RepositoryView view, String problem) {
    TagView tag = requireTag(visit, view);
    return Templates.page(
        status,
        "images/tag",
        new TagPage(
            RepositoryHead.of(visit, things, view, RepositoryHead.TAGS),
            rows.row(visit, view.path(), tag),
            catalog.siblings(view.path(), tag),
            things.may(visit.who(), Permission.PROMOTE, view.thing()),
            visit.query("promoted").isPresent(),
            problem));
  }

  private TagView requireTag(Visit visit, RepositoryView view) {
    return catalog
        .tag(view.path(), visit.path("tag"))
        .orElseThrow(() ->
            RefusedException.absent(
                "tried to find a tag of %s, but there is none of this name"
                    .formatted(view.path())));
  }

  /** Only what was seen: a tag that is another image by now is shown again instead. */
  private Answer delete(Visit visit, Form form) {
    RepositoryView view = repositories.require(visit, Permission.PROMOTE);
    TagView tag = requireTag(visit, view);
    if (!form.raw("digest").equals(tag.digest())) {
      return tag(visit, 409, view, visit.t("tag.moved"));
    }
    try {
      changes.deleteTag(visit.who(), visit.request().from(), view.path(), tag.tag());
    } catch (RefusedException refused) {
      Failure failure = Failure.of(refused, visit.request().id());
      return tag(visit, failure.status(), view, failure.sentence());
    }
    return Visit.to(RepositoryHead.address(view.path()) + "?deleted=1");
  }
}
