package dev.hearth.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events, by the rules of HTML's event streams. Not thread-safe. */
final class ServerEvents {
  private final BufferedReader lines;
  private final Runnable heard;

  /**
   * @param heard is called at each line that comes, comments too
   */
  ServerEvents(Reader stream, Runnable heard) {
    this.lines = new BufferedReader(stream);
    this.heard = heard;
  }

  /** Waits for the next event; empty when the stream is over (an event cut off by it is none). */
  Optional<ServerEvent> next() throws IOException {
    String id = "";
    String kind = "message";
    @Nullable StringBuilder data = null;
    while (true) {
      String line = lines.readLine();
      if (line == null) {
        return Optional.empty();
      }
      heard.run();
      if (line.isEmpty()) {
        if (data != null) {
          return Optional.of(new ServerEvent(id, kind, data.toString()));
        }
        kind = "message";
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      switch (field) {
        case "id" -> id = value;
        case "event" -> kind = value;
        case "data" ->
            data = data == null ? new StringBuilder(value) : data.append('\n').append(value);
        default -> {} // comments and fields that we don't know
      }
    }
  }
}
