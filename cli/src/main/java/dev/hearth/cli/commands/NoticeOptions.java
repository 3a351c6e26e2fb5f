package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of an announcement beside its text. */
final class NoticeOptions {
  private static final String NONE = "none";

  @Option(names = "--severity", description = "info or warning.")
  private @Nullable String severity;

  @Option(
      names = "--public",
      arity = "1",
      paramLabel = "true|false",
      description = "Whether it is seen on the page to log in at too, by anybody.")
  private @Nullable Boolean open;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "From when on it is seen, like 2026-01-02T03:04:05Z; none: at once.")
  private @Nullable String from;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Until when it is seen; none: until it is removed.")
  private @Nullable String until;

  /** What was given, as the API takes it. */
  ObjectNode order(@Nullable String text) {
    ObjectNode order = Json.object();
    put(order, "text", text);
    put(order, "severity", severity);
    if (open != null) {
      order.put("public", open);
    }
    put(order, "from", from);
    put(order, "until", until);
    return order;
  }

  private static void put(ObjectNode order, String field, @Nullable String value) {
    if (NONE.equals(value) && !field.equals("text")) {
      order.putNull(field);
    } else if (value != null) {
      order.put(field, value);
    }
  }
}
