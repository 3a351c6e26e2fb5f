package dev.hearth.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** What somebody has seen of a build's log, over several connections. Not thread-safe. */
final class FollowedLog {
  private final String build;
  private final StringBuilder text = new StringBuilder();
  private String lastId = "";
  private boolean ended;
  private int connections;

  FollowedLog(String build) {
    this.build = build;
  }

  String text() {
    return text.toString();
  }

  boolean isEnded() {
    return ended;
  }

  int connections() {
    return connections;
  }

  /** Goes on until there is that much text, or the connection or the build ends; hangs up then. */
  void follow(FarmClient client, int length) throws IOException {
    var request = client.authorized("/api/v1/builds/" + build + "/log/stream");
    if (!lastId.isEmpty()) {
      request.header("Last-Event-ID", lastId);
    }
    connections++;
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                client.http().send(request.build(), BodyHandlers.ofInputStream()).body(),
                StandardCharsets.UTF_8))) {
      boolean connected = true;
      while (connected && text.length() < length && !ended) {
        connected = event(reader);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Takes one event in, when all of it is there; false where the connection ended before. */
  private boolean event(BufferedReader reader) throws IOException {
    String name = "";
    String id = lastId;
    StringBuilder data = new StringBuilder();
    boolean first = true;
    for (String line = reader.readLine(); ; line = reader.readLine()) {
      if (line == null) {
        return false;
      }
      if (line.isEmpty()) {
        break;
      }
      if (line.startsWith("event:")) {
        name = line.substring(6).strip();
      } else if (line.startsWith("id:")) {
        id = line.substring(3).strip();
      } else if (line.startsWith("data:")) {
        data.append(first ? "" : "\n").append(line.substring(5).replaceFirst("^ ", ""));
        first = false;
      }
    }
    lastId = id;
    switch (name) {
      case "log" -> text.append(data);
      case "end" -> ended = true;
      case "gap" -> throw new AssertionError("a gap: " + data);
      default -> {}
    }
    return true;
  }
}
