package dev.hearth.cli.commands;

import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.GrpcWords;
import dev.hearth.cli.terminal.Terminal;
import dev.hearth.protocol.settings.SettingsException;
import java.util.List;
import java.util.Locale;

/** What the farm's daemons have in common when they are run in the foreground. */
final class Daemons {
  private static final String LEVEL = "HEARTH_LOG_LEVEL";
  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

  private Daemons() {}

  /**
   * Lets them log; every other command is quiet. To be called before anything asks for a logger.
   */
  static void prepare(Terminal terminal) {
    String level = terminal.setting(LEVEL, "info").toLowerCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw new CommandFailure(
          "%s is \"%s\", but should be one of %s"
              .formatted(LEVEL, level, String.join(", ", LEVELS)));
    }
    System.setProperty("hearth.log.level", level);
    GrpcWords.hush();
  }

  /** Their errors are sentences for the operator. */
  static RuntimeException refused(RuntimeException e) {
    if (e instanceof SettingsException) {
      return e;
    }
    String message = e.getMessage();
    return new CommandFailure(message == null ? "could not start: " + e : message, e);
  }
}
