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
import dev.hearth.dispatcher.images.ImageChanges;
import dev.hearth.dispatcher.images.RepositoryView;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.projects.ImageRules;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who pulls from a repository, and how long its project keeps images. */
public final class RepositorySettingsPages {
  private static final int MOST_TAGS = 50;

  private final ImageChanges changes;
  private final Repositories repositories;
  private final Things things;

  public RepositorySettingsPages(ApiParts parts, Things things) {
    this.changes = parts.images().changes();
    this.repositories = new Repositories(things, parts.images().catalog());
    this.things = things;
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page(
        "/images/{repository}/settings",
        visit -> page(visit, 200, repositories.require(visit, Permission.CHANGE), null, ""));
    table.act("/images/{repository}/visibility", this::changeVisibility);
    table.act("/images/{repository}/rules", this::changeRules);
  }

  private Answer page(
      Visit visit, int status, RepositoryView view, @Nullable Form typed, String problem) {
    Thing.OfProject project = view.thing().project();
    return Templates.page(
        status,
        "images/settings",
        new RepositorySettingsPage(
            RepositoryHead.of(visit, things, view, RepositoryHead.SETTINGS),
            project == null ? null : changes.rules(project.id()),
            project != null && things.may(visit.who(), Permission.CHANGE, project),
            typed,
            visit.query("saved").isPresent(),
            problem));
  }

  private static Answer saved(RepositoryView view) {
    return Visit.to(RepositoryHead.address(view.path()) + "/settings?saved=1");
  }

  private Answer changeVisibility(Visit visit, Form form) {
    RepositoryView view = repositories.require(visit, Permission.CHANGE);
    String open = form.raw("public");
    if (!open.equals("yes") && !open.equals("no")) {
      return page(visit, 400, view, null, visit.t("image.chooseWho"));
    }
    changes.setPublic(visit.who(), visit.request().from(), view.path(), open.equals("yes"));
    return saved(view);
  }

  /** They are the project's, and hold for all of its repositories. */
  private Answer changeRules(Visit visit, Form form) {
    RepositoryView view = repositories.require(visit, Permission.SEE);
    Thing.OfProject project = view.thing().project();
    if (project == null) {
      throw RefusedException.conflict(
          "tried to say how long images of %s are kept, but they are no project's"
              .formatted(view.path()));
    }
    things.requireProject(visit.who(), Permission.CHANGE, project.id().value());
    String keepLast = form.raw("keepLast").strip();
    List<String> keepTags =
        Stream.of(form.raw("keepTags").split("[,\\s]+", -1)).filter(tag -> !tag.isEmpty()).toList();
    if (!keepLast.matches("[0-9]{1,5}") || keepTags.size() > MOST_TAGS) {
      return page(visit, 400, view, form, visit.t("image.badRules"));
    }
    ImageRules rules =
        new ImageRules(form.checked("developersPush"), Integer.parseInt(keepLast), keepTags);
    try {
      changes.setRules(visit.who(), visit.request().from(), project, rules);
    } catch (RefusedException refused) {
      Failure failure = Failure.of(refused, visit.request().id());
      return page(visit, failure.status(), view, form, failure.sentence());
    }
    return saved(view);
  }
}
