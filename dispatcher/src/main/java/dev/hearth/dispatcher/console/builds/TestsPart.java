package dev.hearth.dispatcher.console.builds;

import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.protocol.results.TestResults;
import java.time.Duration;
import java.util.Optional;

/**
 * What an attempt's tests said, on its build's page.
 *
 * @param refresh the address of this part as it will be then; empty if nothing more comes
 * @param results empty if there are none, or none yet
 */
public record TestsPart(Frame frame, String refresh, Optional<TestResults> results) {
  public String text(Duration duration) {
    return Durations.text(duration);
  }
}
