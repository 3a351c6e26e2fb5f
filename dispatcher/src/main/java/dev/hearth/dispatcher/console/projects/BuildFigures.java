package dev.hearth.dispatcher.console.projects;

import static java.time.ZoneOffset.UTC;

import dev.hearth.dispatcher.console.builds.Durations;
import dev.hearth.dispatcher.console.charts.Bars;
import dev.hearth.dispatcher.console.charts.Steps;
import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a project's last builds went.
 *
 * @param builds those that ended, the oldest first
 */
public record BuildFigures(List<BuildRecord> builds) {
  private static final int BARS = 60;
  private static final int DAYS = 30;

  public BuildFigures {
    builds = List.copyOf(builds);
  }

  public int count() {
    return builds.size();
  }

  /** Of those that succeeded or failed, in per cent; empty: none did. */
  public String success() {
    long good = builds.stream().filter(BuildFigures::isGood).count();
    long bad = builds.stream().filter(BuildFigures::isBad).count();
    return good + bad == 0 ? "–" : 100 * good / (good + bad) + " %";
  }

  /** How long the middle one of the good builds took. */
  public String median() {
    List<Duration> all =
        builds.stream().filter(BuildFigures::isGood).map(BuildFigures::took).sorted().toList();
    return all.isEmpty() ? "–" : Durations.text(all.get(all.size() / 2));
  }

  /** Of those that ran, in per cent. */
  public String warm() {
    List<Boolean> all =
        builds.stream()
            .flatMap(build -> Optional.ofNullable(build.placement()).stream())
            .map(placement -> placement.warm())
            .toList();
    return all.isEmpty() ? "–" : 100 * all.stream().filter(one -> one).count() / all.size() + " %";
  }

  Bars durations(Frame frame) {
    List<BuildRecord> last = builds.subList(Math.max(0, builds.size() - BARS), builds.size());
    List<Bars.Value> values =
        last.stream()
            .filter(build -> !build.stages().isEmpty())
            .map(build ->
                new Bars.Value(
                    List.of(new Bars.Part(kind(build), took(build).toMillis() / 1000.0)),
                    "#" + build.request().number(),
                    "%s %s, %s"
                        .formatted(
                            build.request().title(),
                            frame.t("state." + build.state().word()),
                            Durations.text(took(build)))))
            .toList();
    return Bars.of(
        frame.t("project.durations"),
        values,
        Steps::ofSeconds,
        seconds -> Durations.text(Duration.ofMillis(Math.round(seconds * 1000))));
  }

  /** By day. */
  Bars outcomes(Frame frame, Instant now) {
    Map<LocalDate, List<BuildRecord>> byDay = new TreeMap<>();
    LocalDate today = LocalDate.ofInstant(now, UTC);
    for (int i = DAYS - 1; i >= 0; i--) {
      byDay.put(today.minusDays(i), new ArrayList<>());
    }
    for (BuildRecord build : builds) {
      byDay.computeIfPresent(
          LocalDate.ofInstant(build.state().since(), UTC),
          (_, day) -> {
            day.add(build);
            return day;
          });
    }
    return Bars.ofCounts(
        frame.t("project.outcomes"),
        byDay.entrySet().stream().map(day -> day(frame, day.getKey(), day.getValue())).toList());
  }

  private static Bars.Value day(Frame frame, LocalDate day, List<BuildRecord> of) {
    long good = of.stream().filter(BuildFigures::isGood).count();
    long bad = of.stream().filter(BuildFigures::isBad).count();
    long other = of.size() - good - bad;
    return new Bars.Value(
        List.of(
            new Bars.Part("good", good), new Bars.Part("bad", bad), new Bars.Part("other", other)),
        day.getMonthValue() + "/" + day.getDayOfMonth(),
        frame.t("project.dayText", day, good, bad, other));
  }

  private static String kind(BuildRecord build) {
    return isGood(build) ? "good" : isBad(build) ? "bad" : "other";
  }

  private static boolean isGood(BuildRecord build) {
    return build.state() instanceof BuildState.Succeeded;
  }

  private static boolean isBad(BuildRecord build) {
    return switch (build.state()) {
      case BuildState.Failed _, BuildState.TimedOut _, BuildState.Lost _ -> true;
      case BuildState.Queued _,
          BuildState.Assigned _,
          BuildState.Pushed _,
          BuildState.Succeeded _,
          BuildState.Cancelled _,
          BuildState.Superseded _,
          BuildState.Unknown _ ->
          false;
    };
  }

  /** From its first stage on: the wait for a host is not its own. */
  private static Duration took(BuildRecord build) {
    Instant began =
        build.stages().isEmpty() ? build.request().acceptedAt() : build.stages().getFirst().began();
    Duration took = Duration.between(began, build.state().since());
    return took.isNegative() ? Duration.ZERO : took;
  }
}
