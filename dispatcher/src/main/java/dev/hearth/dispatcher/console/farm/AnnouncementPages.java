package dev.hearth.dispatcher.console.farm;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.announcements.Notice;
import dev.hearth.dispatcher.announcements.Severity;
import dev.hearth.dispatcher.api.Announcing;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Section;
import dev.hearth.dispatcher.console.frame.Templates;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Failure;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.sql.Announcements;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Where those who run the farm put up what every page shows. */
public final class AnnouncementPages {
  private static final String ADDRESS = "/farm/announcements";

  private final Announcements announcements;
  private final Announcing announcing;
  private final Things things;
  private final Clock clock;

  public AnnouncementPages(ApiParts parts, Things things) {
    this.announcements = parts.announcements();
    this.announcing = new Announcing(parts);
    this.things = things;
    this.clock = parts.clock();
  }

  /** Enters the pages. */
  public void mount(PageTable table) {
    table.page(ADDRESS, visit -> page(visit, 200, "", AnnouncementsPage.Typed.NOTHING));
    table.act(ADDRESS, this::add);
    table.act(ADDRESS + "/{announcement}", this::change);
    table.act(ADDRESS + "/{announcement}/remove", this::remove);
  }

  private Answer page(Visit visit, int status, String problem, AnnouncementsPage.Typed typed) {
    require(visit);
    Instant now = clock.instant();
    return Templates.page(
        status,
        "farm/announcements",
        new AnnouncementsPage(
            visit.frame(visit.t("announcements.title"), Section.FARM),
            announcements.all().stream().map(one -> AnnouncementsPage.Row.of(one, now)).toList(),
            problem,
            typed));
  }

  private Answer add(Visit visit, Form form) {
    require(visit);
    try {
      announcing.add(visit.who(), visit.request().from(), notice(form, null));
      return Visit.to(ADDRESS);
    } catch (RefusedException refused) {
      AnnouncementsPage.Typed typed =
          new AnnouncementsPage.Typed(
              form.raw("text"),
              severity(form),
              form.checked("open"),
              form.raw("from"),
              form.raw("until"));
      return refused(visit, refused, typed);
    }
  }

  private Answer change(Visit visit, Form form) {
    require(visit);
    try {
      announcing.change(
          visit.who(),
          visit.request().from(),
          visit.path("announcement"),
          before -> notice(form, before));
      return Visit.to(ADDRESS);
    } catch (RefusedException refused) {
      return refused(visit, refused, AnnouncementsPage.Typed.NOTHING);
    }
  }

  private Answer remove(Visit visit, Form form) {
    require(visit);
    announcing.remove(visit.who(), visit.request().from(), visit.path("announcement"));
    return Visit.to(ADDRESS);
  }

  private void require(Visit visit) {
    things.requireOnFarm(visit.who(), Permission.RUN_FARM);
  }

  private Answer refused(Visit visit, RefusedException refused, AnnouncementsPage.Typed typed) {
    Failure failure = Failure.of(refused, visit.request().id());
    return page(visit, failure.status(), failure.sentence(), typed);
  }

  private static Notice notice(Form form, @Nullable Notice before) {
    return new Notice(
        form.raw("text"),
        severity(form),
        form.checked("open"),
        instant(form, "from", before == null ? null : before.from()),
        instant(form, "until", before == null ? null : before.until()));
  }

  private static Severity severity(Form form) {
    return Severity.find(form.raw("severity")).orElse(Severity.INFO);
  }

  /** Browsers send minutes: a time that was not touched keeps its seconds. */
  private static @Nullable Instant instant(Form form, String field, @Nullable Instant before) {
    String typed = form.field(field).orElse("");
    if (typed.isEmpty() || typed.equals(AnnouncementsPage.Typed.minute(before))) {
      return typed.isEmpty() ? null : before;
    }
    try {
      return LocalDateTime.parse(typed).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw RefusedException.invalid(
          "tried to announce something, but a time is like 2026-01-02T03:04, in UTC");
    }
  }
}
