package dev.hearth.dispatcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings from an environment and collects all that is wrong with them, so that a start is
 * refused once and not ten times. An empty value counts as none. Not thread-safe.
 */
final class Settings {
  private static final Pattern TIME = Pattern.compile("(0|[1-9][0-9]{0,6})(ms|s|m|h)");
  private static final Pattern SERVER =
      Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9a-fA-F:]+\\]):([0-9]{1,5})");

  private final Map<String, String> environment;
  private final Set<String> known = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  @Nullable String text(String name) {
    known.add(name);
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  String text(String name, String otherwise) {
    String value = text(name);
    return value == null ? otherwise : value;
  }

  /** Text of a shape. */
  String text(String name, String otherwise, Pattern shape, String likeThis) {
    String value = text(name, otherwise);
    if (!shape.matcher(value).matches()) {
      problem(name, value, likeThis);
      return otherwise;
    }
    return value;
  }

  /** Words between commas. */
  List<String> list(String name, List<String> otherwise) {
    String value = text(name);
    return value == null
        ? otherwise
        : Arrays.stream(value.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /** {@code host:port}, or several between commas. */
  List<String> servers(String name) {
    List<String> servers = list(name, List.of());
    for (String server : servers) {
      if (!isServer(server)) {
        problem(name, server, "host:port");
      }
    }
    return servers;
  }

  /** One {@code host:port}. */
  String server(String name, String otherwise) {
    String value = text(name, otherwise);
    if (!isServer(value)) {
      problem(name, value, "host:port, as " + otherwise);
      return otherwise;
    }
    return value;
  }

  /** One {@code host:port}; null if there is none. */
  @Nullable String server(String name) {
    String value = text(name);
    if (value != null && !isServer(value)) {
      problem(name, value, "host:port");
      return null;
    }
    return value;
  }

  private static boolean isServer(String value) {
    Matcher match = SERVER.matcher(value);
    return match.matches() && Integer.parseInt(match.group(1)) <= 65_535;
  }

  int port(String name, int otherwise) {
    String value = text(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
      problem(name, value, "a port from 0 to 65535");
      return otherwise;
    }
    return Integer.parseInt(value);
  }

  /** {@code 10s}, {@code 500ms}, {@code 5m}, {@code 1h}. */
  Duration duration(String name, Duration otherwise, Duration least) {
    String value = text(name);
    if (value == null) {
      return otherwise;
    }
    Matcher match = TIME.matcher(value);
    if (match.matches()) {
      long amount = Long.parseLong(match.group(1));
      Duration duration =
          switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
          };
      if (duration.compareTo(least) >= 0) {
        return duration;
      }
    }
    problem(name, value, "a time such as 500ms, 10s or 5m, and " + words(least) + " at least");
    return otherwise;
  }

  private static String words(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  Path path(String name, Path otherwise) {
    String value = text(name);
    return value == null ? otherwise : Path.of(value);
  }

  @Nullable Path path(String name) {
    String value = text(name);
    return value == null ? null : Path.of(value);
  }

  /** What stands in a file, without the line's end; null if the name names none. */
  @Nullable String contents(String name) {
    Path file = path(name);
    if (file == null) {
      return null;
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      problems.add("%s names the file %s, which cannot be read".formatted(name, file));
      return null;
    }
  }

  void problem(String sentence) {
    problems.add(sentence);
  }

  private void problem(String name, String value, String likeThis) {
    problems.add("%s is '%s' but should be %s".formatted(name, value, likeThis));
  }

  /**
   * Ends the reading.
   *
   * @param others further {@code HEARTH_} names that belong to other programs of the farm
   * @throws InvalidSettingsException with every problem, if there is one
   */
  void refuse(Set<String> others) {
    environment.keySet().stream()
        .filter(name -> name.startsWith("HEARTH_"))
        .filter(name -> !known.contains(name) && !others.contains(name))
        .sorted()
        .forEach(name -> problems.add(unknown(name)));
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
  }

  private String unknown(String name) {
    String near =
        known.stream()
            .filter(other -> other.startsWith(name) || name.startsWith(other))
            .findFirst()
            .map(other -> "; did you mean " + other + "?")
            .orElse("");
    return name + " is no setting" + near;
  }
}
