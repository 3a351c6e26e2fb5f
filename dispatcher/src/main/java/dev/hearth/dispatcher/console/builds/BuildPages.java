package dev.hearth.dispatcher.console.builds;

import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.BuildOrders;
import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.ManualRequest;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.protocol.BuildRequest;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** The page of a build, and what can be done there: cancel it, ask for it again. */
public final class BuildPages {
  private final BuildOrders orders;
  private final Things things;
  private final TestsPages tests;
  private final String registry;
  private final Clock clock;

  public BuildPages(ApiParts parts, Things things, TestsPages tests) {
    this.orders = new BuildOrders(parts);
    this.things = things;
    this.tests = tests;
    this.registry = parts.registry();
    this.clock = parts.clock();
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page("/builds/{build}", visit -> Templates.page(200, "builds/build", page(visit)));
    table.page("/parts/builds/{build}", this::part);
    table.act("/builds/{build}/cancel", this::cancel);
    table.act("/builds/{build}/rebuild", this::rebuild);
  }

  /** Nothing, if the browser has it already. */
  private Answer part(Visit visit) {
    BuildPage page = page(visit);
    String now = Seen.of(List.of(page.build().view()), clock.instant());
    boolean seen = visit.query("seen").filter(now::equals).isPresent();
    return seen ? Templates.unchanged() : Templates.page(200, "builds/part", page);
  }

  private BuildPage page(Visit visit) {
    BuildView build = things.requireBuild(visit.who(), Permission.SEE, visit.path("build"));
    ShownBuild shown = ShownBuild.of(build, clock.instant());
    Thing of = things.of(build.record().request());
    int attempt = attempt(visit, build);
    Frame frame = visit.frame(shown.title(), Section.BUILDS);
    return new BuildPage(
        frame,
        shown,
        new BuildPage.Rights(
            things.may(visit.who(), Permission.READ_LOGS, of),
            things.may(visit.who(), Permission.CANCEL, of),
            things.may(visit.who(), Permission.BUILD, of)),
        shown.ended()
            ? ""
            : "/parts" + shown.address() + "?seen=" + Seen.of(List.of(build), clock.instant()),
        attempt,
        tests.of(frame, build, attempt),
        registry,
        UUID.randomUUID().toString());
  }

  /** The attempt that is asked for, else the newest; 0 before the first. */
  static int attempt(Visit visit, BuildView build) {
    int attempts = build.record().attempts();
    return visit
        .query("attempt")
        .filter(text -> text.matches("[1-9][0-9]{0,3}"))
        .map(Integer::parseInt)
        .filter(number -> number <= attempts)
        .orElse(attempts);
  }

  private Answer cancel(Visit visit, Form form) {
    BuildView build = things.requireBuild(visit.who(), Permission.CANCEL, visit.path("build"));
    String why = form.field("why").orElse("no reason was given");
    // Had it ended before, its page says how.
    orders.cancel(visit.who(), visit.request().from(), build, why);
    return Visit.to(ShownBuild.address(build));
  }

  /** The same commit of the same ref again, for the same tags. */
  private Answer rebuild(Visit visit, Form form) {
    BuildRequest before =
        things.requireBuild(visit.who(), Permission.BUILD, visit.path("build")).record().request();
    Project project =
        things.requireProject(visit.who(), Permission.BUILD, before.project().value()).project();
    ManualRequest again =
        new ManualRequest(
            project.id(),
            before.ref().isEmpty() ? null : before.ref(),
            before.commit(),
            before.tags(),
            !form.checked("nocache"),
            visit.by(),
            form.field("key").orElse(null));
    return Visit.to(
        "/builds/" + orders.ask(visit.who(), visit.request().from(), project, again).id());
  }
}
