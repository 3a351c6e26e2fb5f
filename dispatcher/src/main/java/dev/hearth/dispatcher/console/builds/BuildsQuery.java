package dev.hearth.dispatcher.console.builds;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.dispatcher.console.frame.Visit;
import java.net.URLEncoder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What somebody wants to see of the builds, as it was typed; empty texts stand for any. */
public record BuildsQuery(
    String project, String state, String ref, String commit, String agent, String before) {
  private static final Set<String> UNDER_WAY = Set.of("queued", "assigned", "running", "pushed");

  static final List<String> STATES =
      List.of(
          "under_way",
          "queued",
          "running",
          "succeeded",
          "failed",
          "cancelled",
          "superseded",
          "timed_out",
          "lost");

  static BuildsQuery of(Visit visit) {
    return new BuildsQuery(
        visit.query("project").orElse(""),
        visit.query("state").filter(STATES::contains).orElse(""),
        visit.query("ref").orElse(""),
        visit.query("commit").orElse(""),
        visit.query("agent").orElse(""),
        visit.query("before").orElse(""));
  }

  /** The states' names that builds are looked for by; empty: all. */
  Set<String> states() {
    return switch (state) {
      case "" -> Set.of();
      case "under_way" -> UNDER_WAY;
      default -> Set.of(state);
    };
  }

  /** Whether anything is asked for but the newest. */
  public boolean filters() {
    return !(project + state + ref + commit + agent).isEmpty();
  }

  /** The newest of the same builds, unless the browser has seen this of them. */
  String withSeen(String seen) {
    return behind("") + "&" + pair("seen", seen);
  }

  /** The same builds from one on, as the query of an address. */
  String behind(String last) {
    return Stream.of(
            pair("project", project),
            pair("state", state),
            pair("ref", ref),
            pair("commit", commit),
            pair("agent", agent),
            pair("before", last))
        .filter(pair -> !pair.isEmpty())
        .collect(Collectors.joining("&"));
  }

  private static String pair(String name, String value) {
    return value.isEmpty() ? "" : name + "=" + URLEncoder.encode(value, UTF_8);
  }
}
