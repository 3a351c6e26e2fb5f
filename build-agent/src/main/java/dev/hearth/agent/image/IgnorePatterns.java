package dev.hearth.agent.image;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A {@code .dockerignore}, with Docker's meaning: the last pattern that matches a path, or a folder
 * above it, decides; {@code !} takes back; patterns are rooted in the context.
 */
final class IgnorePatterns {
  static final IgnorePatterns NONE = new IgnorePatterns(List.of());

  private final List<Line> lines;

  /**
   * @param prefix the folders that a match must lie in, before the first wildcard
   */
  private record Line(boolean takesBack, Pattern pattern, String text, String prefix) {}

  private IgnorePatterns(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /**
   * @throws IllegalArgumentException if a pattern cannot be read
   */
  static IgnorePatterns parse(String file) {
    List<Line> lines = new ArrayList<>();
    String text = file.startsWith("\uFEFF") ? file.substring(1) : file;
    for (String each : text.lines().toList()) {
      if (each.startsWith("#")) {
        continue;
      }
      String pattern = each.strip();
      boolean takesBack = pattern.startsWith("!");
      if (takesBack) {
        pattern = pattern.substring(1).strip();
      }
      pattern = cleaned(pattern);
      if (!pattern.isEmpty()) {
        lines.add(line(takesBack, pattern, each));
      }
    }
    return new IgnorePatterns(lines);
  }

  /**
   * @param path relative to the context, with {@code /} between its parts
   */
  boolean ignores(String path) {
    boolean ignored = false;
    for (Line line : lines) {
      if (line.takesBack() == ignored && matchesOrIsBelow(line.pattern(), path)) {
        ignored = !line.takesBack();
      }
    }
    return ignored;
  }

  /** Whether something below an ignored folder may be taken back. */
  boolean mayTakeBackBelow(String folder) {
    return lines.stream()
        .filter(Line::takesBack)
        .anyMatch(line ->
            line.prefix().isEmpty()
                || (line.prefix() + "/").startsWith(folder + "/")
                || (folder + "/").startsWith(line.prefix() + "/"));
  }

  private static boolean matchesOrIsBelow(Pattern pattern, String path) {
    if (pattern.matcher(path).matches()) {
      return true;
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (pattern.matcher(path.substring(0, slash)).matches()) {
        return true;
      }
    }
    return false;
  }

  private static Line line(boolean takesBack, String pattern, String source) {
    try {
      return new Line(takesBack, Pattern.compile(regex(pattern)), pattern, prefix(pattern));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("'" + source + "' is no pattern", e);
    }
  }

  /** As Go's path.Clean: no empty parts, no {@code .}, no {@code ..} that can be resolved. */
  private static String cleaned(String pattern) {
    if (pattern.isEmpty()) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    for (String part : pattern.split("/", -1)) {
      if (part.equals("..")) {
        if (!parts.isEmpty() && !parts.getLast().equals("..")) {
          parts.removeLast();
        } else if (!pattern.startsWith("/")) {
          parts.add(part);
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts.isEmpty() && !pattern.startsWith("/") ? "." : String.join("/", parts);
  }

  private static String prefix(String pattern) {
    List<String> parts = new ArrayList<>();
    for (String part : pattern.split("/", -1)) {
      if (part.matches(".*[*?\\[\\\\].*")) {
        break;
      }
      parts.add(part);
    }
    return String.join("/", parts);
  }

  private static String regex(String pattern) {
    var regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char at = pattern.charAt(i);
      switch (at) {
        case '*' -> {
          if (!pattern.startsWith("**", i)) {
            regex.append("[^/]*");
          } else {
            i++;
            if (pattern.startsWith("/", i + 1)) {
              i++;
            }
            regex.append(i + 1 == pattern.length() ? ".*" : "(?:.*/)?");
          }
        }
        case '?' -> regex.append("[^/]");
        case '[' -> {
          int end = pattern.indexOf(']', i + 2);
          if (end < 0) {
            throw new PatternSyntaxException("a class without an end", pattern, i);
          }
          regex.append('[');
          appendClass(regex, pattern.substring(i + 1, end));
          regex.append(']');
          i = end;
        }
        case '\\' -> {
          if (i + 1 == pattern.length()) {
            throw new PatternSyntaxException("ends with \\", pattern, i);
          }
          i++;
          regex.append(Pattern.quote(pattern.substring(i, i + 1)));
        }
        default -> regex.append(Pattern.quote(String.valueOf(at)));
      }
    }
    return regex.toString();
  }

  /** Ranges and a leading ^ mean the same to both; what only Java gives a meaning is quoted. */
  private static void appendClass(StringBuilder regex, String inside) {
    for (int i = 0; i < inside.length(); i++) {
      char at = inside.charAt(i);
      if (at == '[' || at == '&') {
        regex.append('\\');
      }
      regex.append(at);
    }
  }
}
