package dev.hearth.cli.gameday;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.bench.Quantiles;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A game's result for people and for programs. */
record Report(Result result) {
  /** One table, and under it a sentence for each thing that was wrong. */
  String text() {
    Table table = Table.of("gameday, seed " + result.plan().seed(), "").withFigures(1);
    table.row("builds accepted", figure(accepted()));
    ends().forEach((end, count) -> table.row("  " + end, figure(count)));
    for (Finding.Wrong wrong : Finding.Wrong.values()) {
      table.row(wrong.words(), figure(count(wrong)));
    }
    table.row("log bytes lost", figure(bytes(LogEvidence::lost)));
    table.row("log bytes doubled", figure(bytes(LogEvidence::doubled)));
    table.row("attempts lost and run again", figure(attemptsLost()));
    table.row("daemons that ended by themselves", figure(result.ended().size()));
    faults().forEach((kind, count) -> table.row("fault " + kind, figure(count)));
    Times times = result.times();
    durations(table, "agent lost, noticed", times.noticed());
    durations(table, "agent lost, running elsewhere", times.running());
    durations(table, "  with nothing else harmed", times.undisturbed());
    durations(table, "dispatcher lost, next leads", times.leaderless());
    durations(table, "  with no server harmed", times.leaderlessUndisturbed());
    table.row("longest that a hook waited, s", seconds(result.longestWithoutAcceptance()));
    table.row("  answer of a dispatcher left alone, s", seconds(result.answers().longest()));
    table.row("  not taken by one left alone", figure(result.answers().inVain().size()));
    StringBuilder text = new StringBuilder(table.text());
    result
        .answers()
        .inVain()
        .forEach(one -> text.append("not taken: ").append(one.sentence()).append('\n'));
    result
        .findings()
        .forEach(finding ->
            text.append("NOT  %s: %s%n".formatted(finding.kind().words(), finding.sentence())));
    if (!result.logs().isEmpty()) {
      text.append("the farm's logs are in ").append(result.logs()).append('\n');
    }
    return text.toString();
  }

  JsonNode json() {
    ObjectNode json =
        Json.object()
            .put("seed", result.plan().seed())
            .put("minutes", result.plan().length().toMillis() / 60_000.0)
            .put("held", result.held())
            .put("accepted", accepted());
    json.set("ended", Json.tree(ends()));
    json.put("endedTwice", count(Finding.Wrong.ENDED_TWICE))
        .put("neverEnded", count(Finding.Wrong.NEVER_ENDED))
        .put("endedUntrue", count(Finding.Wrong.ENDED_UNTRUE))
        .put("hooksNeverAccepted", count(Finding.Wrong.NEVER_ACCEPTED))
        .put("imagesWrong", count(Finding.Wrong.IMAGE))
        .put("logBytesLost", bytes(LogEvidence::lost))
        .put("logBytesDoubled", bytes(LogEvidence::doubled))
        .put("orphans", count(Finding.Wrong.ORPHAN))
        .put("rulesBroken", count(Finding.Wrong.UNSOUND))
        .put("attemptsLost", attemptsLost())
        .put("daemonsEnded", result.ended().size());
    json.set("faults", Json.tree(faults()));
    Times times = result.times();
    json.set("noticedSeconds", quantiles(times.noticed()));
    json.set("runningElsewhereSeconds", quantiles(times.running()));
    json.set("runningElsewhereUndisturbedSeconds", quantiles(times.undisturbed()));
    json.set("nextLeaderSeconds", quantiles(times.leaderless()));
    json.set("nextLeaderUndisturbedSeconds", quantiles(times.leaderlessUndisturbed()));
    json.put("longestWithoutAcceptanceSeconds", result.longestWithoutAcceptance().toMillis() / 1e3)
        .put("longestAnswerLeftAloneSeconds", result.answers().longest().toMillis() / 1e3)
        .put("notTakenLeftAlone", result.answers().inVain().size());
    json.set(
        "notTaken",
        Json.tree(result.answers().inVain().stream().map(Answers.Try::sentence).toList()));
    json.set(
        "findings",
        Json.tree(
            result.findings().stream()
                .map(finding -> finding.kind().words() + ": " + finding.sentence())
                .toList()));
    return json.put("logs", result.logs());
  }

  private int accepted() {
    return (int) result.builds().stream().filter(BuildEvidence::acknowledged).count();
  }

  private Map<String, Integer> ends() {
    Map<String, Integer> ends = new TreeMap<>();
    result.builds().stream()
        .filter(build -> !build.end().isEmpty())
        .forEach(build -> ends.merge(build.end(), 1, Integer::sum));
    return ends;
  }

  private Map<String, Integer> faults() {
    return result.done().stream()
        .collect(Collectors.toMap(done -> done.kind().word(), _ -> 1, Integer::sum, TreeMap::new));
  }

  private int attemptsLost() {
    return result.builds().stream().mapToInt(build -> Math.max(0, build.logs().size() - 1)).sum();
  }

  private int count(Finding.Wrong wrong) {
    return (int) result.findings().stream().filter(finding -> finding.kind() == wrong).count();
  }

  private long bytes(Function<LogEvidence, Long> of) {
    return result.builds().stream()
        .flatMap(build -> build.logs().values().stream())
        .mapToLong(of::apply)
        .sum();
  }

  private static void durations(Table table, String name, List<Duration> all) {
    if (all.isEmpty()) {
      table.row(name + ", s", "none");
      return;
    }
    Quantiles quantiles = seconds(all);
    table.row(
        name + ", s",
        "p50 %s  p99 %s  max %s"
            .formatted(one(quantiles.at(0.5)), one(quantiles.at(0.99)), one(quantiles.at(1))));
  }

  private static ObjectNode quantiles(List<Duration> all) {
    ObjectNode json = Json.object().put("count", all.size());
    if (!all.isEmpty()) {
      Quantiles quantiles = seconds(all);
      json.put("p50", quantiles.at(0.5)).put("p99", quantiles.at(0.99)).put("max", quantiles.at(1));
    }
    return json;
  }

  private static Quantiles seconds(List<Duration> all) {
    return Quantiles.of(all.stream().map(one -> one.toMillis() / 1e3).toList());
  }

  private static String seconds(Duration duration) {
    return one(duration.toMillis() / 1e3);
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String figure(long value) {
    return String.valueOf(value);
  }
}
