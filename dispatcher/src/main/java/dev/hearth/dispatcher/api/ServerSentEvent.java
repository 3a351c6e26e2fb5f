package dev.hearth.dispatcher.api;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One event of a {@code text/event-stream}.
 *
 * @param id what {@code Last-Event-ID} will say; null leaves the one before
 * @param data a carriage return in it ends a line as a line feed does: browsers see it so, and what
 *     stands behind must not become a field of its own
 */
record ServerSentEvent(String event, @Nullable String id, String data) {
  /** Keeps the connection from looking dead; no event. */
  static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

  byte[] bytes() {
    StringBuilder text = new StringBuilder(data.length() + 64);
    text.append("event: ").append(event).append('\n');
    if (id != null) {
      text.append("id: ").append(id).append('\n');
    }
    for (String line : data.split("\r\n|\r|\n", -1)) {
      text.append("data: ").append(line).append('\n');
    }
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }
}
