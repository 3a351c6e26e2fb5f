package dev.hearth.protocol.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads a process's settings from its environment. What can't be read is noted and answered with
 * the default, so that {@link #refuseProblems} can report everything together. A setting that is
 * empty counts as absent. Not thread-safe.
 */
public final class Settings {
  private static final String PREFIX = "HEARTH_";

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param environment of the process; a {@code HEARTH_…} that no process of the farm reads is a
   *     problem
   */
  public Settings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !SettingNames.ALL.contains(name))
        .sorted()
        .forEach(name ->
            problems.add(
                "there is no setting "
                    + name
                    + "; correct its name, or unset it (docs/configuration.md lists all)"));
  }

  /** Empty where the setting is absent or empty. */
  public Optional<String> find(String name) {
    if (!SettingNames.ALL.contains(name)) {
      throw new IllegalArgumentException(name + " is missing in SettingNames");
    }
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  public String text(String name, String standard) {
    return find(name).orElse(standard);
  }

  /** A whole number from {@code least} to {@code most}, both included. */
  public int number(String name, int standard, int least, int most) {
    return parsed(
        name,
        standard,
        text -> {
          String wanted = "it must be a whole number from " + least + " to " + most;
          if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(wanted);
          }
          int value = Integer.parseInt(text);
          if (value < least || value > most) {
            throw new IllegalArgumentException(wanted);
          }
          return value;
        });
  }

  public int port(String name, int standard) {
    return number(name, standard, 1, 65535);
  }

  /** Written {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h} or {@code 2d}. */
  public Duration duration(String name, Duration standard) {
    return parsed(name, standard, Sizes::duration);
  }

  /** Bytes, written {@code 512MiB}, {@code 5GiB} or {@code 20GB}. */
  public long bytes(String name, long standard) {
    return parsed(name, standard, Sizes::bytes);
  }

  /** A relative path is taken from the working directory. */
  public Path path(String name, Path standard) {
    return parsed(name, standard, text -> Path.of(text).toAbsolutePath().normalize());
  }

  public URI uri(String name, URI standard) {
    return parsed(name, standard, URI::create);
  }

  /** Written {@code one,two}. */
  public List<String> list(String name) {
    return split(text(name, ""));
  }

  /** Written {@code name=value,name=value}; keeps the order. */
  public Map<String, String> pairs(String name) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : list(name)) {
      int equals = pair.indexOf('=');
      if (equals < 1 || equals == pair.length() - 1) {
        problem(name, "it must be written name=value,name=value");
      } else {
        pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
    return pairs;
  }

  /**
   * A setting of any type.
   *
   * @param parse throws an IllegalArgumentException whose message says what the setting must be
   */
  public <T> T parsed(String name, T standard, Function<String, T> parse) {
    Optional<String> text = find(name);
    if (text.isEmpty()) {
      return standard;
    }
    try {
      return parse.apply(text.get());
    } catch (IllegalArgumentException e) {
      problem(name, String.valueOf(e.getMessage()));
      return standard;
    }
  }

  /**
   * Notes that a setting can't be used.
   *
   * @param why never repeats a secret
   */
  public void problem(String name, String why) {
    problems.add(name + " can't be used: " + why);
  }

  /**
   * @throws SettingsException if there was any problem
   */
  public void refuseProblems() {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }

  private static List<String> split(String text) {
    return Stream.of(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
