package dev.hearth.dispatcher.console.farm;

import dev.hearth.dispatcher.console.charts.Bars;
import dev.hearth.dispatcher.sql.DailyCounts.Count;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts by day as drawings. */
final class FarmFigures {
  private static final int MOST_TEAMS = 5;

  private FarmFigures() {}

  /** The groups that built most, and the others together under an empty name. */
  static List<FarmPage.Team> teams(List<Count> builds) {
    Map<String, Long> byTeam =
        builds.stream()
            .collect(
                Collectors.groupingBy(
                    count -> team(count.of()), Collectors.summingLong(Count::times)));
    List<Map.Entry<String, Long>> sorted =
        byTeam.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    List<FarmPage.Team> teams = new ArrayList<>();
    long rest = 0;
    for (int i = 0; i < sorted.size(); i++) {
      if (i < MOST_TEAMS) {
        teams.add(new FarmPage.Team(sorted.get(i).getKey(), sorted.get(i).getValue(), "team-" + i));
      } else {
        rest += sorted.get(i).getValue();
      }
    }
    if (rest > 0) {
      teams.add(new FarmPage.Team("", rest, "other"));
    }
    return teams;
  }

  /** A bar a day, with a part for each team. */
  static Bars byTeam(
      String title, List<Count> counts, List<FarmPage.Team> teams, LocalDate today, int days) {
    Map<String, String> kinds = new HashMap<>();
    teams.forEach(team -> kinds.put(team.name(), team.kind()));
    Map<LocalDate, Map<String, Long>> byDay = new HashMap<>();
    for (Count count : counts) {
      byDay
          .computeIfAbsent(count.day(), _ -> new HashMap<>())
          .merge(kinds.getOrDefault(team(count.of()), "other"), count.times(), Long::sum);
    }
    return bars(title, byDay, today, days);
  }

  /** A bar a day. */
  static Bars all(String title, List<Count> counts, LocalDate today, int days) {
    Map<LocalDate, Map<String, Long>> byDay = new HashMap<>();
    for (Count count : counts) {
      byDay
          .computeIfAbsent(count.day(), _ -> new HashMap<>())
          .merge("accent", count.times(), Long::sum);
    }
    return bars(title, byDay, today, days);
  }

  private static Bars bars(
      String title, Map<LocalDate, Map<String, Long>> byDay, LocalDate today, int days) {
    List<Bars.Value> values = new ArrayList<>();
    for (int i = days - 1; i >= 0; i--) {
      LocalDate day = today.minusDays(i);
      List<Bars.Part> parts =
          byDay.getOrDefault(day, Map.of()).entrySet().stream()
              .sorted(Comparator.comparing(entry -> sortKey(entry.getKey())))
              .map(entry -> new Bars.Part(entry.getKey(), entry.getValue()))
              .toList();
      long sum = Math.round(parts.stream().mapToDouble(Bars.Part::amount).sum());
      values.add(
          new Bars.Value(parts, day.getMonthValue() + "/" + day.getDayOfMonth(), day + ": " + sum));
    }
    return Bars.ofCounts(title, values);
  }

  /** The largest team is at the ground, the others on top. */
  private static String sortKey(String kind) {
    return kind.equals("other") ? "z" : kind;
  }

  /** {@code team} of {@code team/app}. */
  private static String team(String project) {
    int slash = project.indexOf('/');
    return slash < 0 ? project : project.substring(0, slash);
  }
}
