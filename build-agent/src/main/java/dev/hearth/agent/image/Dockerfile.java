package dev.hearth.agent.image;

import dev.hearth.agent.StageFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Dockerfile, read strictly. What is sent to the engine is written anew from the instructions
 * read here, one a line: so the engine cannot read another instruction than the one that was
 * judged. Whatever engines have read differently over the years is refused.
 *
 * @param escape the character that continues a line
 */
record Dockerfile(char escape, List<Instruction> instructions) {
  private static final int LARGEST = 1 << 20;

  /** The engine's own bound on a line is 64 KiB. */
  private static final int LONGEST_LINE = 60_000;

  private static final Set<String> KEYWORDS =
      Set.of(
          "ADD",
          "ARG",
          "CMD",
          "COPY",
          "ENTRYPOINT",
          "ENV",
          "EXPOSE",
          "FROM",
          "HEALTHCHECK",
          "LABEL",
          "MAINTAINER",
          "ONBUILD",
          "RUN",
          "SHELL",
          "STOPSIGNAL",
          "USER",
          "VOLUME",
          "WORKDIR");
  private static final Pattern ESCAPE = Pattern.compile("#\\s*escape\\s*=\\s*(.*?)\\s*");
  private static final Pattern ANY_ESCAPE =
      Pattern.compile("\\s*#\\s*escape\\s*=.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern SHAPE = Pattern.compile("([A-Za-z]+)(?:[ \\t]+(.*))?");
  private static final Pattern HEREDOC =
      Pattern.compile("(?:^|\\s)\\d*<<-?[\"']?[A-Za-z_][A-Za-z0-9_.]*[\"']?(?=\\s|$)");

  Dockerfile {
    instructions = List.copyOf(instructions);
  }

  /**
   * @throws StageFailure if it cannot be read, with the line
   */
  static Dockerfile parse(String text) {
    if (text.length() > LARGEST) {
      throw StageFailure.user("the Dockerfile is larger than 1 MiB");
    }
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<String> lines = Stream.of(plain.split("\n", -1)).map(Dockerfile::withoutReturn).toList();
    char escape = escape(lines);
    var reader = new Reader(lines, escape);
    List<Instruction> instructions = reader.instructions();
    if (instructions.isEmpty()) {
      throw StageFailure.user("the Dockerfile has no instructions");
    }
    return new Dockerfile(escape, instructions);
  }

  /** One line of a base image's trigger, or of an ONBUILD. */
  static Instruction parseTrigger(int line, String text) {
    return instruction(line, text.strip());
  }

  Dockerfile with(List<Instruction> replaced) {
    return new Dockerfile(escape, replaced);
  }

  /** The same instructions, one a line. */
  byte[] bytes() {
    var text = new StringBuilder("# escape=").append(escape).append('\n');
    for (Instruction each : instructions) {
      text.append(each.text()).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String withoutReturn(String line) {
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static char escape(List<String> lines) {
    for (int i = 1; i < lines.size(); i++) {
      if (ANY_ESCAPE.matcher(lines.get(i)).matches()) {
        throw StageFailure.user(
            "line %d of the Dockerfile sets the escape character; do so on its first line, where every engine reads it"
                .formatted(i + 1));
      }
    }
    if (lines.isEmpty() || !ANY_ESCAPE.matcher(lines.getFirst()).matches()) {
      return '\\';
    }
    Matcher matcher = ESCAPE.matcher(lines.getFirst());
    if (matcher.matches() && (matcher.group(1).equals("\\") || matcher.group(1).equals("`"))) {
      return matcher.group(1).charAt(0);
    }
    throw StageFailure.user("the Dockerfile's escape character must be \\ or `");
  }

  private static Instruction instruction(int line, String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw StageFailure.user("line %d of the Dockerfile is no instruction".formatted(line));
    }
    String keyword = matcher.group(1).toUpperCase(Locale.ROOT);
    String rest = matcher.group(2) == null ? "" : matcher.group(2).strip();
    if (!KEYWORDS.contains(keyword)) {
      throw StageFailure.user(
          "line %d of the Dockerfile: unknown instruction %s".formatted(line, keyword));
    }
    if (text.length() > LONGEST_LINE) {
      throw StageFailure.user(
          "line %d of the Dockerfile: an instruction is longer than %d characters; put it into a script"
              .formatted(line, LONGEST_LINE));
    }
    if (Set.of("RUN", "COPY", "ADD", "ONBUILD").contains(keyword) && HEREDOC.matcher(rest).find()) {
      throw StageFailure.user(
          "line %d of the Dockerfile: here-documents need BuildKit, which image builds here do not use; copy a file instead"
              .formatted(line));
    }
    return new Instruction(line, keyword, rest);
  }

  /** Joins continued lines, and leaves out comments and empty lines. */
  private static final class Reader {
    private final List<String> lines;
    private final char escape;
    private final List<Instruction> instructions = new ArrayList<>();
    private final StringBuilder pending = new StringBuilder();
    private int beganAt;

    Reader(List<String> lines, char escape) {
      this.lines = lines;
      this.escape = escape;
    }

    List<Instruction> instructions() {
      for (int i = 0; i < lines.size(); i++) {
        read(i + 1, lines.get(i));
      }
      end();
      return instructions;
    }

    private void read(int number, String line) {
      refuseControlCharacters(number, line);
      String stripped = line.strip();
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        return;
      }
      if (pending.isEmpty()) {
        beganAt = number;
      }
      String end = line.stripTrailing();
      boolean continued = end.charAt(end.length() - 1) == escape;
      if (!continued) {
        pending.append(pending.isEmpty() ? line.stripLeading() : line);
        end();
        return;
      }
      String kept = end.substring(0, end.length() - 1);
      if (kept.endsWith(String.valueOf(escape))) {
        throw StageFailure.user(
            "line %d of the Dockerfile ends with two escape characters, which engines read differently"
                .formatted(number));
      }
      pending.append(pending.isEmpty() ? kept.stripLeading() : kept);
    }

    private void end() {
      String text = pending.toString().strip();
      pending.setLength(0);
      if (text.isEmpty()) {
        return;
      }
      if (text.charAt(text.length() - 1) == escape) {
        throw StageFailure.user(
            "the instruction at line %d of the Dockerfile ends with an escape character"
                .formatted(beganAt));
      }
      instructions.add(instruction(beganAt, text));
    }

    private static void refuseControlCharacters(int number, String line) {
      if (line.chars().anyMatch(each -> each != '\t' && Character.isISOControl(each))) {
        throw StageFailure.user(
            "line %d of the Dockerfile holds a control character".formatted(number));
      }
    }
  }
}
