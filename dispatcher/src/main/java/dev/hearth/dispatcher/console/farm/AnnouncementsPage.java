package dev.hearth.dispatcher.console.farm;

import dev.hearth.dispatcher.announcements.Announcement;
import dev.hearth.dispatcher.announcements.Severity;
import dev.hearth.dispatcher.console.frame.Frame;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is announced, and a form for more.
 *
 * @param problem why a change was refused; empty: nothing was
 * @param typed what the form for a new one holds
 */
public record AnnouncementsPage(Frame frame, List<Row> rows, String problem, Typed typed) {
  public AnnouncementsPage {
    rows = List.copyOf(rows);
  }

  /**
   * An announcement.
   *
   * @param standing {@code seen}, {@code coming} or {@code over}
   */
  public record Row(Announcement announcement, String standing) {
    static Row of(Announcement announcement, Instant now) {
      Instant from = announcement.notice().from();
      boolean coming = from != null && now.isBefore(from);
      String standing = coming ? "coming" : announcement.notice().isSeenAt(now) ? "seen" : "over";
      return new Row(announcement, standing);
    }

    public String address() {
      return "/farm/announcements/" + announcement.id();
    }

    /** What a form to change it holds. */
    public Typed typed() {
      var notice = announcement.notice();
      return new Typed(
          notice.text(),
          notice.severity(),
          notice.open(),
          Typed.minute(notice.from()),
          Typed.minute(notice.until()));
    }
  }

  /**
   * What fields of a form hold.
   *
   * @param from as browsers write times, in UTC; empty: none
   * @param until likewise
   */
  public record Typed(String text, Severity severity, boolean open, String from, String until) {
    static final Typed NOTHING = new Typed("", Severity.INFO, false, "", "");

    static String minute(@Nullable Instant instant) {
      return instant == null
          ? ""
          : LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
              .truncatedTo(ChronoUnit.MINUTES)
              .toString();
    }
  }
}
