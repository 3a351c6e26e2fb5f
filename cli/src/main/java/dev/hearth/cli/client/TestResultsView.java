package dev.hearth.cli.client;

import java.util.List;
import java.util.Locale;

/** What a build's tests said, as the farm shows it; the fields are those of the API. */
public record TestResultsView(
    String title,
    int passed,
    int failed,
    int errors,
    int skipped,
    double seconds,
    int suiteCount,
    List<Failure> failures,
    int failuresLeftOut,
    boolean partial) {
  /** A test that did not pass. */
  public record Failure(
      String suite,
      String className,
      String name,
      boolean error,
      double seconds,
      String message,
      String text) {
    private String title() {
      String of = className.isEmpty() ? suite : className;
      return of + (of.isEmpty() || name.isEmpty() ? "" : ".") + name;
    }
  }

  /** For people: the counts, then each failure with what it said. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(title)
        .append(": %d passed, %d failed, ".formatted(passed, failed))
        .append("%d with errors, %d skipped, ".formatted(errors, skipped))
        .append("in %d suites and %s\n".formatted(suiteCount, time(seconds)));
    if (partial) {
      text.append("reports were left out, so that there were more tests; the log says why\n");
    }
    for (Failure failure : failures) {
      text.append(failure.error() ? "error  " : "failed ")
          .append(failure.title())
          .append(" (%s)\n".formatted(time(failure.seconds())));
      boolean repeats = failure.text().contains(failure.message());
      indented(text, repeats ? "" : failure.message());
      indented(text, failure.text());
    }
    if (failuresLeftOut > 0) {
      text.append("and %d more did not pass\n".formatted(failuresLeftOut));
    }
    return text.toString();
  }

  private static String time(double seconds) {
    return String.format(Locale.ROOT, "%.1f s", seconds);
  }

  private static void indented(StringBuilder text, String lines) {
    lines.lines().forEach(line -> text.append("    ").append(line).append('\n'));
  }
}
