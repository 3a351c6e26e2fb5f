package dev.hearth.cli.gameday;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the log of one attempt shows, in bytes.
 *
 * @param lost of lines that should be there and are not, and of gaps
 * @param doubled of lines that are there again
 * @param foreign of lines that another build printed
 * @param disordered of lines that stand behind a later one
 */
record LogEvidence(long lost, long doubled, long foreign, long disordered) {
  private static final Pattern LINE =
      Pattern.compile("gameday (\\S+) line (\\d+) of " + GameProject.LINES);
  private static final Pattern GAP = Pattern.compile("\\[hearth: missing (\\d+) bytes");

  /**
   * Compares a log with what the project prints.
   *
   * @param whole whether the attempt came to its end; of one that did not, any first part is whole
   */
  static LogEvidence of(String log, String marker, boolean whole) {
    Set<Integer> seen = new HashSet<>();
    long doubled = 0;
    long foreign = 0;
    long disordered = 0;
    long lineLength = 0;
    int last = 0;
    for (Matcher line = LINE.matcher(log); line.find(); ) {
      int number = Integer.parseInt(line.group(2));
      lineLength = line.group().length() + 1L;
      if (!line.group(1).equals(marker)) {
        foreign += lineLength;
      } else if (!seen.add(number)) {
        doubled += lineLength;
      } else if (number < last) {
        disordered += lineLength;
      }
      last = Math.max(last, number);
    }
    long expected = whole ? GameProject.LINES : last;
    long missing = Math.max(0, expected - seen.size());
    long lost = missing * Math.max(lineLength, 1);
    for (Matcher gap = GAP.matcher(log); gap.find(); ) {
      lost = Math.max(lost, Long.parseLong(gap.group(1)));
    }
    return new LogEvidence(lost, doubled, foreign, disordered);
  }

  boolean isClean() {
    return lost + doubled + foreign + disordered == 0;
  }
}
