package dev.hearth.agent.logs;

import java.io.ByteArrayOutputStream;

/**
 * Takes out of a tool's output what could steer a terminal: only colours ({@code ESC [ … m}) and
 * tabs pass; a carriage return ends a line, as a progress bar's does. Sequences may be cut between
 * two pieces. Not thread-safe.
 */
final class PlainText {
  private static final int ESCAPE = 0x1b;
  private static final int LONGEST_SEQUENCE = 32;

  private enum State {
    TEXT,
    AFTER_RETURN,
    AFTER_ESCAPE,
    IN_SEQUENCE,
    IN_COMMAND,
    IN_COMMAND_AFTER_ESCAPE
  }

  private final ByteArrayOutputStream sequence = new ByteArrayOutputStream();
  private State state = State.TEXT;

  /** What of the next piece may be shown. */
  byte[] pass(byte[] buffer, int offset, int count) {
    var out = new ByteArrayOutputStream(count);
    for (int i = offset; i < offset + count; i++) {
      next(buffer[i] & 0xff, out);
    }
    return out.toByteArray();
  }

  private void next(int each, ByteArrayOutputStream out) {
    switch (state) {
      case TEXT -> text(each, out);
      case AFTER_RETURN -> {
        out.write('\n');
        state = State.TEXT;
        if (each != '\n') {
          text(each, out);
        }
      }
      case AFTER_ESCAPE -> afterEscape(each);
      case IN_SEQUENCE -> inSequence(each, out);
      case IN_COMMAND -> {
        if (each == ESCAPE) {
          state = State.IN_COMMAND_AFTER_ESCAPE;
        } else if (each == 0x07 || each == '\n') {
          state = State.TEXT;
        }
      }
      case IN_COMMAND_AFTER_ESCAPE -> state = State.TEXT;
    }
  }

  private void text(int each, ByteArrayOutputStream out) {
    if (each == ESCAPE) {
      state = State.AFTER_ESCAPE;
    } else if (each == '\r') {
      state = State.AFTER_RETURN;
    } else if ((each >= 0x20 && each != 0x7f) || each == '\n' || each == '\t') {
      out.write(each);
    }
  }

  private void afterEscape(int each) {
    state =
        switch (each) {
          case '[' -> State.IN_SEQUENCE;
          case ']', 'P', 'X', '^', '_' -> State.IN_COMMAND;
          default -> State.TEXT;
        };
    sequence.reset();
  }

  private void inSequence(int each, ByteArrayOutputStream out) {
    boolean ends = each >= 0x40 && each <= 0x7e;
    if (ends && each == 'm' && isColour()) {
      out.write(ESCAPE);
      out.write('[');
      out.writeBytes(sequence.toByteArray());
      out.write('m');
    }
    sequence.write(each);
    if (ends || each == '\n' || sequence.size() > LONGEST_SEQUENCE) {
      state = State.TEXT;
    }
  }

  private boolean isColour() {
    for (byte each : sequence.toByteArray()) {
      if (each != ';' && (each < '0' || each > '9')) {
        return false;
      }
    }
    return true;
  }
}
