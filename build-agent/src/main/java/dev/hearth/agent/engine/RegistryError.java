package dev.hearth.agent.engine;

import java.util.Locale;
import java.util.stream.Stream;

/** What an engine's words about a failed push or pull mean. */
public enum RegistryError {
  /** Who we say that we are does not help: trying again does not either. */
  REFUSED,
  /** No name service knows its host: a wrong name far more often than a fault that passes. */
  NAMELESS,
  /** The registry cannot be reached, or has a fault of its own: it may be back soon. */
  UNREACHABLE,
  OTHER;

  public static RegistryError of(String words) {
    String lower = words.toLowerCase(Locale.ROOT);
    if (holds(
        lower,
        "unauthorized",
        "authentication required",
        "denied",
        "no basic auth",
        "401",
        "403")) {
      return REFUSED;
    }
    if (lower.contains("no such host")) {
      return NAMELESS;
    }
    if (holds(
        lower,
        "connection refused",
        "connection reset",
        "timeout",
        "timed out",
        "eof",
        "broken pipe",
        "no route to host",
        "server misbehaving",
        "status: 5",
        "status code: 5",
        "502",
        "503",
        "504",
        "500 internal",
        "operation is unsupported", // it is read only for a while
        "unknown error")) {
      return UNREACHABLE;
    }
    return OTHER;
  }

  private static boolean holds(String words, String... signs) {
    return Stream.of(signs).anyMatch(words::contains);
  }
}
