package dev.hearth.dispatcher;

import java.util.List;

/** The dispatcher cannot start with these settings; tells all that is wrong with them. */
public final class InvalidSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidSettingsException(List<String> problems) {
    super(
        "tried to read the dispatcher's settings, but:\n  - "
            + String.join("\n  - ", problems)
            + "\nThe settings are in docs/configuration.md.");
  }
}
