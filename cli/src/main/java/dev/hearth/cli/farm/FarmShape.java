package dev.hearth.cli.farm;

import dev.hearth.cli.terminal.Terminal;
import java.util.List;

/**
 * How many of each a farm on this machine has.
 *
 * @param etcdMembers {@code HEARTH_ETCD_MEMBERS}, by default 1; 1, 3 or 5, for good
 * @param dispatchers {@code HEARTH_DISPATCHERS}, by default 1; several need PostgreSQL
 * @param agents {@code HEARTH_AGENTS}, by default 2
 * @param ownPostgres whether the farm has a PostgreSQL in a container: where there are several
 *     dispatchers, and no {@code HEARTH_DATABASE} names another
 */
public record FarmShape(int etcdMembers, int dispatchers, int agents, boolean ownPostgres) {
  /** Agents are told apart by a letter. */
  private static final int MOST_AGENTS = 26;

  private static final int MOST_DISPATCHERS = 9;

  /** What the settings say; what is wrong with them is added to {@code problems}. */
  static FarmShape of(Terminal terminal, List<String> problems) {
    int members = count(terminal, "HEARTH_ETCD_MEMBERS", 1, 5, problems);
    if (members % 2 == 0) {
      problems.add(
          "HEARTH_ETCD_MEMBERS is %d, but an even number survives no more than one less; take %d"
              .formatted(members, members + 1));
    }
    int dispatchers = count(terminal, "HEARTH_DISPATCHERS", 1, MOST_DISPATCHERS, problems);
    String database = terminal.setting("HEARTH_DATABASE", "");
    if (dispatchers > 1 && database.startsWith("jdbc:sqlite:")) {
      problems.add(
          "HEARTH_DISPATCHERS is %d, but HEARTH_DATABASE is an SQLite database, which has one; leave it out"
              .formatted(dispatchers));
    }
    return new FarmShape(
        members,
        dispatchers,
        count(terminal, "HEARTH_AGENTS", 2, MOST_AGENTS, problems),
        dispatchers > 1 && database.isEmpty());
  }

  private static int count(
      Terminal terminal, String setting, int otherwise, int most, List<String> problems) {
    String text = terminal.setting(setting, String.valueOf(otherwise));
    if (!text.matches("[1-9][0-9]?") || Integer.parseInt(text) > most) {
      problems.add(
          "%s is \"%s\", but should be a number from 1 to %d".formatted(setting, text, most));
      return otherwise;
    }
    return Integer.parseInt(text);
  }
}
