package dev.hearth.dispatcher.sql;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** How often what happened, by day (UTC) and by who or what it was about. Thread-safe. */
public final class DailyCounts {
  private static final String BY_DAY = " / 86400000 as day, ";

  private final Database database;

  public DailyCounts(Database database) {
    this.database = database;
  }

  /**
   * So often on a day.
   *
   * @param of a project's name, or a person's
   */
  public record Count(LocalDate day, String of, long times) {}

  /** Builds that ended, by project. */
  public List<Count> builds(Instant since) {
    return list(
        "select ended_at"
            + BY_DAY
            + "project_name as of_what, count(*) as times from builds where ended_at >= :since"
            + " group by 1, 2",
        since,
        "");
  }

  /** Acts of a kind, by who did them. */
  public List<Count> acts(String what, Instant since) {
    return list(
        "select at"
            + BY_DAY
            + "who as of_what, count(*) as times from activity where what = :what and at >= :since"
            + " group by 1, 2",
        since,
        what);
  }

  private List<Count> list(String query, Instant since, String what) {
    return database.read(handle -> {
      var asked = handle.createQuery(query).bind("since", since.toEpochMilli());
      if (!what.isEmpty()) {
        asked.bind("what", what);
      }
      return asked
          .map((row, _) ->
              new Count(
                  LocalDate.ofEpochDay(row.getLong("day")),
                  row.getString("of_what"),
                  row.getLong("times")))
          .list();
    });
  }
}
