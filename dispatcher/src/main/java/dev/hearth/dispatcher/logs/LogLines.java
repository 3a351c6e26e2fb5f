package dev.hearth.dispatcher.logs;

import dev.hearth.protocol.AttemptId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Logs by their lines, as {@link LogFilter} shows them: counted, in ranges, searched. Where lines
 * are is remembered for the logs that were asked for last. Thread-safe.
 */
public final class LogLines {
  /** A line that is longer is cut; the log as a whole has all of it. */
  public static final int LONGEST = 4000;

  private static final int REMEMBERED = 50;
  private static final int PIECE = 1 << 16;
  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;:]*m");

  private final LogStore logs;
  private final Map<AttemptId, LogIndex> remembered =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<AttemptId, LogIndex> eldest) {
              return size() > REMEMBERED;
            }
          });

  public LogLines(LogStore logs) {
    this.logs = logs;
  }

  /**
   * Some lines of a log.
   *
   * @param total how many there are now; the last one counts when it has ended, or the log has
   * @param offset behind the last of {@code total}, in bytes: where to follow on from
   * @param lines with colours (SGR), without line feeds
   */
  public record Range(
      long from,
      long total,
      long offset,
      List<String> lines,
      List<Time> times,
      List<LogSection> sections) {
    public Range {
      lines = List.copyOf(lines);
      times = List.copyOf(times);
      sections = List.copyOf(sections);
    }
  }

  /** When the lines from this one on came. */
  public record Time(long line, Instant came) {}

  /**
   * Where a text was found.
   *
   * @param total in how many lines
   * @param lines the first of them
   */
  public record Found(long total, List<Long> lines) {
    public Found {
      lines = List.copyOf(lines);
    }
  }

  /**
   * The lines from one on.
   *
   * @param complete whether nothing will come any more, so that what is last is a line too
   */
  public Range range(AttemptId attempt, long from, int count, boolean complete) {
    LogIndex index = index(attempt);
    LogIndex.Place whole = index.whole();
    long total = complete ? index.linesInAll() : whole.line();
    long first = Math.clamp(from, 0, total);
    long end = Math.min(total, first + count);
    List<String> lines = new ArrayList<>();
    if (end > first) {
      LogIndex.Place place = index.before(first);
      read(
          attempt,
          place.offset(),
          place.line(),
          (number, line) -> {
            if (number >= first) {
              lines.add(cut(line));
            }
            return number + 1 < end;
          });
    }
    List<Time> times =
        index.times(first, end).stream().map(one -> new Time(one.line(), one.came())).toList();
    return new Range(first, total, whole.offset(), lines, times, index.sections());
  }

  /** The lines in which a text stands, whatever its capitals. */
  public Found search(AttemptId attempt, String text, int most) {
    String wanted = text.toLowerCase(Locale.ROOT);
    List<Long> lines = new ArrayList<>();
    long[] total = {0};
    read(
        attempt,
        0,
        0,
        (number, line) -> {
          String plain = line.indexOf('\u001b') < 0 ? line : COLOURS.matcher(line).replaceAll("");
          if (plain.toLowerCase(Locale.ROOT).contains(wanted)) {
            total[0]++;
            if (lines.size() < most) {
              lines.add(number);
            }
          }
          return true;
        });
    return new Found(total[0], lines);
  }

  private LogIndex index(AttemptId attempt) {
    LogIndex index = remembered.computeIfAbsent(attempt, one -> new LogIndex(logs, one));
    index.advance();
    return index;
  }

  private static String cut(String line) {
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …";
  }

  /** Takes lines one by one. */
  @FunctionalInterface
  private interface Taker {
    /** Whether more is wanted. */
    boolean take(long number, String line);
  }

  private void read(AttemptId attempt, long offset, long line, Taker taker) {
    LogFilter filter = new LogFilter();
    LineCutter cutter = new LineCutter();
    long at = offset;
    long number = line;
    while (true) {
      byte[] piece = logs.read(attempt, at, PIECE);
      at += piece.length;
      boolean end = piece.length == 0;
      for (String each : end ? cutter.rest(filter.finish()) : cutter.next(filter.next(piece))) {
        if (!taker.take(number++, each)) {
          return;
        }
      }
      if (end) {
        return;
      }
    }
  }

  /** Cuts text into lines; a character is never torn, as only whole lines are decoded. */
  private static final class LineCutter {
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    List<String> next(byte[] text) {
      List<String> lines = new ArrayList<>();
      int from = 0;
      for (int i = 0; i < text.length; i++) {
        if (text[i] == '\n') {
          begun.write(text, from, i - from);
          lines.add(begun.toString(StandardCharsets.UTF_8));
          begun.reset();
          from = i + 1;
        }
      }
      begun.write(text, from, text.length - from);
      return lines;
    }

    List<String> rest(byte[] text) {
      List<String> lines = next(text);
      if (begun.size() > 0) {
        lines.add(begun.toString(StandardCharsets.UTF_8));
      }
      return lines;
    }
  }
}
