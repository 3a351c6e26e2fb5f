package dev.hearth.dispatcher.sql;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.announcements.Announcement;
import dev.hearth.dispatcher.announcements.Notice;
import dev.hearth.dispatcher.announcements.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * The announcements, in SQL and in memory: every page shows them. Those of other dispatchers are
 * seen when they are read again; while SQL is down those that were read last stay. Thread-safe.
 */
public final class Announcements implements AutoCloseable {
  /** A page must stay a page. */
  private static final int MOST = 20;

  private static final String SELECT =
      "select id, text, severity, open, from_at, until_at, made_by, made_at from announcements ";

  private final Database database;
  private final Clock clock;
  private final TimeBasedEpochGenerator ids = Generators.timeBasedEpochGenerator();
  private final Kept<List<Announcement>> kept;

  private Announcements(Database database, Duration pause, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.kept = Kept.start("announcements", pause, this::read);
  }

  /**
   * Reads them and keeps them up to date until closed.
   *
   * @param pause between two looks for changes of other dispatchers
   * @throws DatabaseDownException if they cannot be read now
   */
  public static Announcements start(Database database, Duration pause, Clock clock) {
    return new Announcements(database, pause, clock);
  }

  /** All, oldest first, as they were read last; never blocks. */
  public List<Announcement> all() {
    return kept.now();
  }

  /**
   * @throws RefusedException if there are very many
   */
  public Announcement add(Notice notice, String by) {
    Announcement made =
        new Announcement(
            ids.generate().toString(), notice, by, Instant.ofEpochMilli(clock.millis()));
    database.write(handle -> {
      if (all(handle).size() >= MOST) {
        throw RefusedException.conflict(
            "tried to announce something, but there are "
                + MOST
                + " announcements already; remove one that is over");
      }
      return handle
          .createUpdate(
              "insert into announcements (id, text, severity, open, from_at, until_at, made_by,"
                  + " made_at) values (:id, :text, :severity, :open, :from, :until, :by, :at)")
          .bind("id", made.id())
          .bind("text", notice.text())
          .bind("severity", notice.severity().word())
          .bind("open", notice.open() ? 1 : 0)
          .bind("from", millis(notice.from()))
          .bind("until", millis(notice.until()))
          .bind("by", by)
          .bind("at", made.at().toEpochMilli())
          .execute();
    });
    kept.refresh();
    return made;
  }

  /**
   * What became of an announcement.
   *
   * @param after equals {@code before} where nothing was changed
   */
  public record Changed(Announcement before, Announcement after) {}

  /** Replaces what is said, in one transaction; empty if there is none of this id. */
  public Optional<Changed> change(String id, UnaryOperator<Notice> change) {
    Optional<Changed> changed =
        database.write(handle -> find(handle, id).map(before -> changed(handle, before, change)));
    kept.refresh();
    return changed;
  }

  private static Changed changed(Handle handle, Announcement before, UnaryOperator<Notice> change) {
    Notice notice = change.apply(before.notice());
    handle
        .createUpdate(
            "update announcements set text = :text, severity = :severity, open = :open,"
                + " from_at = :from, until_at = :until where id = :id")
        .bind("id", before.id())
        .bind("text", notice.text())
        .bind("severity", notice.severity().word())
        .bind("open", notice.open() ? 1 : 0)
        .bind("from", millis(notice.from()))
        .bind("until", millis(notice.until()))
        .execute();
    return new Changed(before, new Announcement(before.id(), notice, before.by(), before.at()));
  }

  /** The one that was removed; empty if there is none of this id. */
  public Optional<Announcement> remove(String id) {
    Optional<Announcement> removed =
        database.write(handle -> {
          Optional<Announcement> before = find(handle, id);
          handle.execute("delete from announcements where id = ?", id);
          return before;
        });
    kept.refresh();
    return removed;
  }

  private List<Announcement> read() {
    return database.read(Announcements::all);
  }

  private static List<Announcement> all(Handle handle) {
    return handle.createQuery(SELECT + "order by id").map(Announcements::announcement).list();
  }

  private static Optional<Announcement> find(Handle handle, String id) {
    return handle
        .createQuery(SELECT + "where id = :id")
        .bind("id", id)
        .map(Announcements::announcement)
        .findOne();
  }

  private static Announcement announcement(ResultSet row, StatementContext context)
      throws SQLException {
    Notice notice =
        new Notice(
            row.getString("text"),
            Severity.find(row.getString("severity")).orElse(Severity.INFO),
            row.getInt("open") != 0,
            instant(row.getLong("from_at")),
            instant(row.getLong("until_at")));
    return new Announcement(
        row.getString("id"),
        notice,
        row.getString("made_by"),
        Instant.ofEpochMilli(row.getLong("made_at")));
  }

  private static long millis(@Nullable Instant instant) {
    return instant == null ? 0 : instant.toEpochMilli();
  }

  private static @Nullable Instant instant(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  @Override
  public void close() {
    kept.close();
  }
}
