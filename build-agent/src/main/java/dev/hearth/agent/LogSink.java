package dev.hearth.agent;

import java.nio.charset.StandardCharsets;

/** Where a stage's output goes: the build's log. Implementations take calls from any thread. */
@FunctionalInterface
public interface LogSink {
  /** One line of the farm's own, without its line end. */
  void line(String text);

  /** Output of a tool as it came: pieces may begin and end anywhere, also inside of a character. */
  default void bytes(byte[] buffer, int offset, int length) {
    line(new String(buffer, offset, length, StandardCharsets.UTF_8).stripTrailing());
  }
}
