package dev.hearth.dispatcher.logs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Makes a log safe for a terminal, as it streams by: of escape sequences only colours (SGR) pass;
 * titles, cursor movements, answers-back and the like vanish, in their eight-bit forms too. Control
 * characters vanish but for line feeds and tabs; a carriage return becomes a line feed, with a line
 * feed behind it they are one. What is no UTF-8 becomes a replacement character. Pieces may be cut
 * anywhere. Keeps state: one for each reader; not thread-safe.
 */
public final class LogFilter {
  private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
  private static final int ESCAPE = 0x1b;
  private static final int LONGEST_COLOUR = 64;

  /** A string (a title, say) that is not ended by then was none: the log must not vanish in it. */
  private static final int LONGEST_STRING = 4096;

  private enum State {
    TEXT,
    /** Behind an escape character. */
    ESCAPED,
    /** In a control sequence: parameters, then a final character. */
    CONTROL,
    /** In a string, which BEL or ST ends. */
    STRING,
    /** In a string, behind an escape character. */
    STRING_ESCAPED,
    /** Behind an escape character and an intermediate one: a final character follows. */
    INTERMEDIATE
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringBuilder parameters = new StringBuilder();
  private final byte[] character = new byte[4];
  private State state = State.TEXT;
  private int wanted;
  private int got;
  private int skipped;
  private boolean afterReturn;

  /** What may be shown of the next piece. */
  public byte[] next(byte[] piece) {
    out.reset();
    for (byte one : piece) {
      take(one & 0xff);
    }
    return out.toByteArray();
  }

  /** What is left at the end of the log. */
  public byte[] finish() {
    out.reset();
    if (wanted > 0) {
      replace();
    }
    return out.toByteArray();
  }

  private void take(int value) {
    if (wanted > 0) {
      if (continues(value)) {
        character[got++] = (byte) value;
        if (got == wanted) {
          wanted = 0;
          complete();
        }
        return;
      }
      replace();
    }
    if (value < 0x80) {
      ascii(value);
    } else if (value >= 0xc2 && value <= 0xf4) {
      wanted = value < 0xe0 ? 2 : value < 0xf0 ? 3 : 4;
      character[0] = (byte) value;
      got = 1;
    } else {
      replace();
    }
  }

  /** Refuses overlong forms, surrogates, and what is beyond Unicode. */
  private boolean continues(int value) {
    int lead = got == 1 ? character[0] & 0xff : 0;
    int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return value >= least && value <= most;
  }

  private void replace() {
    wanted = 0;
    if (visible()) {
      out.writeBytes(REPLACEMENT);
    }
  }

  private void complete() {
    boolean eightBitControl = (character[0] & 0xff) == 0xc2 && (character[1] & 0xff) < 0xa0;
    if (eightBitControl) {
      control8(character[1] & 0xff);
    } else if (visible()) {
      out.write(character, 0, got);
    }
  }

  /** Whether a printable character is text, and not the inside of something that vanishes. */
  private boolean visible() {
    if (state == State.STRING || state == State.STRING_ESCAPED) {
      if (++skipped > LONGEST_STRING) {
        state = State.TEXT;
      }
      return false;
    }
    state = State.TEXT;
    afterReturn = false;
    return true;
  }

  private void control8(int value) {
    if (value == 0x9c) {
      state = State.TEXT;
    } else if (state != State.STRING && state != State.STRING_ESCAPED) {
      introduced(value - 0x40);
    }
  }

  private void ascii(int value) {
    if (value == '\n' || value == '\r') {
      lineEnd(value);
      return;
    }
    switch (state) {
      case TEXT -> text(value);
      case ESCAPED -> escaped(value);
      case CONTROL -> control(value);
      case STRING, STRING_ESCAPED -> string(value);
      case INTERMEDIATE -> {
        if (value < 0x20 || value > 0x2f) {
          state = value == ESCAPE ? State.ESCAPED : State.TEXT;
        }
      }
    }
  }

  /** Ends whatever was begun: a line is the most that can vanish. */
  private void lineEnd(int value) {
    state = State.TEXT;
    boolean second = value == '\n' && afterReturn;
    afterReturn = value == '\r';
    if (!second) {
      out.write('\n');
    }
  }

  private void text(int value) {
    if (value == ESCAPE) {
      state = State.ESCAPED;
    } else if (value == '\t' || (value >= 0x20 && value < 0x7f)) {
      afterReturn = false;
      out.write(value);
    }
  }

  private void escaped(int value) {
    if (value == ESCAPE) {
      return;
    }
    if (value >= 0x20 && value <= 0x2f) {
      state = State.INTERMEDIATE;
    } else {
      introduced(value);
    }
  }

  /** The character behind an escape character, or what an eight-bit control stands for. */
  private void introduced(int value) {
    parameters.setLength(0);
    skipped = 0;
    state =
        switch (value) {
          case '[' -> State.CONTROL;
          case ']', 'P', 'X', '^', '_' -> State.STRING;
          default -> State.TEXT;
        };
  }

  private void control(int value) {
    if (value == ESCAPE) {
      state = State.ESCAPED;
    } else if (value >= 0x20 && value <= 0x3f) {
      if (parameters.length() <= LONGEST_COLOUR) {
        parameters.append((char) value);
      } else if (++skipped > LONGEST_STRING) {
        state = State.TEXT;
      }
    } else if (value >= 0x40) {
      state = State.TEXT;
      if (value == 'm' && isColour()) {
        out.writeBytes(("\u001b[" + parameters + "m").getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private boolean isColour() {
    return parameters.length() <= LONGEST_COLOUR
        && parameters.chars().allMatch(c -> c >= '0' && c <= ';');
  }

  private void string(int value) {
    if (value == 0x07 || (state == State.STRING_ESCAPED && value == '\\')) {
      state = State.TEXT;
    } else if (value == ESCAPE) {
      state = State.STRING_ESCAPED;
    } else if (++skipped > LONGEST_STRING) {
      state = State.TEXT;
    } else {
      state = State.STRING;
    }
  }
}
