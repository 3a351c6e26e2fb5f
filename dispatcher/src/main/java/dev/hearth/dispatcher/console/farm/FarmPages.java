package dev.hearth.dispatcher.console.farm;

import static java.time.ZoneOffset.UTC;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.PeopleOrders;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.activity.ActivityList;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Failure;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sql.AccessTokens;
import dev.hearth.dispatcher.sql.ActivityTrail;
import dev.hearth.dispatcher.sql.PeopleStore;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** How the farm is used, what was done on it, and by whom it may be. */
public final class FarmPages {
  private static final int DAYS = 30;

  private final RecentFigures recent;
  private final ActivityTrail trail;
  private final PeopleStore people;
  private final PeopleOrders orders;
  private final Things things;
  private final Clock clock;

  public FarmPages(ApiParts parts, Things things) {
    this.recent = new RecentFigures(parts.counts(), parts.archive(), parts.clock());
    this.trail = parts.people().trail();
    this.people = parts.people().people();
    this.orders = new PeopleOrders(parts.people());
    this.things = things;
    this.clock = parts.clock();
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page("/farm", this::figures);
    table.page("/farm/activity", this::activity);
    table.page("/farm/people", visit -> peopled(visit, 200, "", "", ""));
    table.act("/farm/people", this::add);
    table.act("/farm/people/{person}", this::change);
  }

  private static Frame frame(Visit visit, String key) {
    return visit.frame(visit.t(key), Section.FARM);
  }

  private Answer figures(Visit visit) {
    things.requireOnFarm(visit.who(), Permission.SEE_FARM);
    LocalDate today = LocalDate.ofInstant(clock.instant(), UTC);
    Instant since = today.minusDays(DAYS - 1).atStartOfDay(UTC).toInstant();
    RecentFigures.Figures figures = recent.since(since);
    List<FarmPage.Team> teams = FarmFigures.teams(figures.builds());
    return Templates.page(
        200,
        "farm/figures",
        new FarmPage(
            frame(visit, "nav.farm"),
            FarmFigures.byTeam(visit.t("farm.builds"), figures.builds(), teams, today, DAYS),
            FarmFigures.all(visit.t("farm.pushes"), figures.pushes(), today, DAYS),
            FarmFigures.all(visit.t("farm.logIns"), figures.logIns(), today, DAYS),
            teams,
            figures.warmth(),
            DAYS));
  }

  private Answer activity(Visit visit) {
    things.requireOnFarm(visit.who(), Permission.SEE_FARM);
    return Templates.page(
        200,
        "farm/activity",
        new FarmActivityPage(
            ActivityList.of(
                visit,
                frame(visit, "farm.activity"),
                trail::all,
                true,
                "/farm/activity",
                "/api/v1/activity?format=jsonl")));
  }

  private Answer peopled(Visit visit, int status, String problem, String added, String password) {
    things.requireOnFarm(visit.who(), Permission.MANAGE_PEOPLE);
    return Templates.page(
        status,
        "farm/people",
        new PeoplePage(frame(visit, "farm.people"), people.list(), problem, added, password));
  }

  private Answer add(Visit visit, Form form) {
    things.requireOnFarm(visit.who(), Permission.MANAGE_PEOPLE);
    Secret password = AccessTokens.randomPassword();
    String name = form.field("name").orElse("");
    PeopleOrders.Newcomer wanted =
        new PeopleOrders.Newcomer(
            name,
            form.field("fullName").orElse(""),
            form.field("email").orElse(""),
            form.checked("operator"),
            password);
    try {
      orders.add(visit.who(), visit.request().from(), wanted);
      return peopled(visit, 201, "", name, password.reveal());
    } catch (RefusedException refused) {
      Failure failure = Failure.of(refused, visit.request().id());
      return peopled(visit, failure.status(), failure.sentence(), "", "");
    }
  }

  private Answer change(Visit visit, Form form) {
    things.requireOnFarm(visit.who(), Permission.MANAGE_PEOPLE);
    String name = visit.path("person");
    return switch (form.raw("change")) {
      case "block" -> changed(visit, name, person -> with(person, person.operator(), true));
      case "unblock" -> changed(visit, name, person -> with(person, person.operator(), false));
      case "operator" -> changed(visit, name, person -> with(person, true, person.blocked()));
      case "plain" -> changed(visit, name, person -> with(person, false, person.blocked()));
      case "password" -> {
        Secret password = AccessTokens.randomPassword();
        orders.change(
            visit.who(),
            visit.request().from(),
            name,
            UnaryOperator.identity(),
            Optional.of(password));
        yield peopled(visit, 200, "", name, password.reveal());
      }
      default -> peopled(visit, 400, visit.t("people.noChange"), "", "");
    };
  }

  private Answer changed(Visit visit, String name, UnaryOperator<Person> change) {
    orders.change(visit.who(), visit.request().from(), name, change, Optional.empty());
    return Visit.to("/farm/people");
  }

  private static Person with(Person person, boolean operator, boolean blocked) {
    return new Person(
        person.id(),
        person.name(),
        person.fullName(),
        person.email(),
        operator,
        blocked,
        person.createdAt());
  }
}
