package dev.hearth.dispatcher.logs;

import dev.hearth.protocol.AttemptId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the lines of one attempt's log are, as {@link LogFilter} shows them. It reads each byte of
 * the log once, and goes on where it stopped when more has come. Thread-safe.
 */
final class LogIndex {
  private static final int PIECE = 1 << 18;
  private static final int LINES_APART = 200;
  private static final int BYTES_APART = 1 << 16;
  private static final int LONGEST_MARK = 80;

  /** The agent's own lines: {@code == compile}, {@code == compile: 7.4 s}. */
  private static final Pattern MARK =
      Pattern.compile("== (checkout|compile|image|push)(, again: .*|(?: ended early)?: .*)?");

  /** A place from which lines can be read on: behind a line feed, where the filter forgets all. */
  record Place(long offset, long line) {}

  /** When the lines from this one on came. */
  record TimeFrom(long line, Instant came) {}

  private final LogStore logs;
  private final AttemptId attempt;
  private final LogFilter filter = new LogFilter();
  private final List<Place> places = new ArrayList<>(List.of(new Place(0, 0)));
  private final List<TimeFrom> times = new ArrayList<>();
  private final List<LogSection> sections = new ArrayList<>();
  private final StringBuilder begun = new StringBuilder();
  private final NavigableMap<Long, Instant> came = new TreeMap<>();
  private long read;
  private long lines;
  private boolean inLine;
  private Place whole = new Place(0, 0);

  LogIndex(LogStore logs, AttemptId attempt) {
    this.logs = logs;
    this.attempt = attempt;
  }

  /** Reads what has come since the last call. */
  synchronized void advance() {
    byte[] piece = logs.read(attempt, read, PIECE);
    if (piece.length > 0) {
      logs.times(attempt, read).forEach(one -> came.put(one.offset(), one.came()));
    }
    while (piece.length > 0) {
      take(piece);
      piece = logs.read(attempt, read, PIECE);
    }
    // Of what has been passed only the newest is asked for again.
    Long newest = came.isEmpty() ? null : came.lastKey();
    if (newest != null) {
      came.headMap(newest, false).clear();
    }
  }

  private void take(byte[] piece) {
    int from = 0;
    for (int i = 0; i < piece.length; i++) {
      if (piece[i] == '\n') {
        shown(filter.next(Arrays.copyOfRange(piece, from, i + 1)));
        from = i + 1;
        wholeAt(read + from);
      }
    }
    if (from < piece.length) {
      shown(filter.next(Arrays.copyOfRange(piece, from, piece.length)));
    }
    read += piece.length;
  }

  private void wholeAt(long offset) {
    whole = new Place(offset, lines);
    Place last = places.getLast();
    if (lines - last.line() >= LINES_APART || offset - last.offset() >= BYTES_APART) {
      places.add(whole);
    }
    Map.Entry<Long, Instant> chunk = came.floorEntry(offset - 1);
    if (chunk != null && (times.isEmpty() || !times.getLast().came().equals(chunk.getValue()))) {
      times.add(new TimeFrom(Math.max(0, lines - 1), chunk.getValue()));
    }
  }

  private void shown(byte[] text) {
    int from = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n') {
        keep(text, from, i);
        lineEnds();
        from = i + 1;
      }
    }
    keep(text, from, text.length);
  }

  /** Of a line that is begun, as much as a mark is long. */
  private void keep(byte[] text, int from, int to) {
    inLine |= to > from;
    int room = LONGEST_MARK - begun.length();
    if (room > 0 && to > from) {
      begun.append(new String(text, from, Math.min(room, to - from), StandardCharsets.UTF_8));
    }
  }

  private void lineEnds() {
    if (begun.length() > 3 && begun.charAt(0) == '=' && begun.charAt(1) == '=') {
      Matcher mark = MARK.matcher(begun);
      if (mark.matches()) {
        marked(mark.group(1), mark.group(2));
      }
    }
    begun.setLength(0);
    inLine = false;
    lines++;
  }

  private void marked(String stage, @Nullable String rest) {
    LogSection last = sections.isEmpty() ? null : sections.getLast();
    LogSection open = last != null && last.to() < 0 ? last : null;
    if (rest == null || rest.startsWith(", again")) {
      if (open != null) {
        sections.set(sections.size() - 1, new LogSection(open.stage(), open.from(), lines));
      }
      sections.add(new LogSection(stage, lines, -1));
    } else if (open != null && open.stage().equals(stage)) {
      sections.set(sections.size() - 1, new LogSection(stage, open.from(), lines + 1));
    }
  }

  /** Up to where whole lines are known. */
  synchronized Place whole() {
    return whole;
  }

  /** How many lines there are, one that has no end yet among them. */
  synchronized long linesInAll() {
    return lines + (inLine ? 1 : 0);
  }

  synchronized List<LogSection> sections() {
    return List.copyOf(sections);
  }

  /** The last known place at or before a line. */
  synchronized Place before(long line) {
    int low = 0;
    int high = places.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (places.get(middle).line() <= line) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return places.get(low);
  }

  /** When the lines of a range came: the first tells of the range's first line. */
  synchronized List<TimeFrom> times(long from, long to) {
    List<TimeFrom> within = new ArrayList<>();
    for (TimeFrom each : times) {
      if (each.line() >= to) {
        break;
      }
      if (each.line() <= from) {
        within.clear();
      }
      within.add(each);
    }
    return within;
  }
}
