package dev.hearth.agent.checkout;

import dev.hearth.agent.LogSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A build's log that a test can read. */
final class LogLines implements LogSink {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @Override
  public void line(String text) {
    lines.add(text);
  }

  String text() {
    return String.join("\n", lines);
  }

  /** How many objects the last fetch brought; 0 if there was none since. */
  long received() {
    long received =
        lines.stream()
            .filter(line -> line.startsWith("received "))
            .mapToLong(line -> Long.parseLong(line.split(" ", 3)[1]))
            .sum();
    lines.clear();
    return received;
  }
}
