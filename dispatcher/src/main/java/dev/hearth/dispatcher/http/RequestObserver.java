package dev.hearth.dispatcher.http;

import java.time.Duration;

/** Is told of every answer; returns at once. */
@FunctionalInterface
public interface RequestObserver {
  /**
   * A request was answered.
   *
   * @param route the route's pattern, never the path itself; {@code none} if no route took it
   * @param took from the request's head to the answer's end
   */
  void answered(String route, String method, int status, Duration took);
}
