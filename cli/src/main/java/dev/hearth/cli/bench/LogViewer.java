package dev.hearth.cli.bench;

import dev.hearth.cli.client.FarmAccess;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows a build's log over a connection of its own, and notes of each line how late it came: the
 * difference of the time in it to now.
 */
final class LogViewer implements AutoCloseable {
  private static final Pattern PRINTED = Pattern.compile("printed at (\\d{19})");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Socket socket;
  private final List<Double> millis = new ArrayList<>();

  private LogViewer(Socket socket) {
    this.socket = socket;
  }

  static LogViewer follow(FarmAccess access, String build) {
    URI farm = access.url();
    try {
      Socket socket = new Socket(farm.getHost(), farm.getPort());
      String request =
          "GET /api/v1/builds/%s/log/stream HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nAccept: text/event-stream\r\n\r\n"
              .formatted(build, farm.getAuthority(), access.token());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      LogViewer viewer = new LogViewer(socket);
      Thread.startVirtualThread(viewer::read);
      return viewer;
    } catch (IOException e) {
      throw new CommandFailure("tried to follow a log at " + farm + ", but could not", e);
    }
  }

  void awaitLine() throws InterruptedException {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (late().isEmpty()) {
      if (System.nanoTime() > giveUp) {
        throw new CommandFailure("waited for a line of a build, but none came");
      }
      Thread.sleep(20);
    }
  }

  /** Of the lines that come from now on. */
  List<Double> lateness(Duration time) throws InterruptedException {
    forget();
    Thread.sleep(time);
    List<Double> late = late();
    if (late.isEmpty()) {
      throw new CommandFailure("waited for lines of a build, but none came");
    }
    return late;
  }

  /** Forgets what came so far. */
  synchronized void forget() {
    millis.clear();
  }

  /** In milliseconds, a line each. */
  synchronized List<Double> late() {
    return List.copyOf(millis);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new CommandFailure("tried to close a connection, but could not", e);
    }
  }

  private void read() {
    try {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher printed = PRINTED.matcher(line);
        while (printed.find()) {
          note(Long.parseLong(printed.group(1)));
        }
      }
    } catch (IOException e) {
      forget(); // closed by us, or gone: then no line is seen, which shows
    }
  }

  private synchronized void note(long printedAt) {
    Instant now = Instant.now();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    millis.add((nanos - printedAt) / 1e6);
  }
}
