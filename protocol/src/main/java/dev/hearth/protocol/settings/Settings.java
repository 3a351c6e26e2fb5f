package dev.hearth.protocol.settings;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a process's settings from its environment. What can't be read is noted and answered with
 * the default, so that {@link #refuseProblems} can report everything together. A setting that is
 * empty counts as absent. What a setting is set to is never told: there may be a password in it by
 * mistake. Not thread-safe.
 */
public final class Settings {
  private static final String PREFIX = "HEARTH_";
  private static final Pattern FARM = Pattern.compile("[a-z0-9][a-z0-9-]{0,40}");
  private static final Pattern SERVER =
      Pattern.compile("(?:[A-Za-z0-9][A-Za-z0-9._-]*|\\[[0-9a-fA-F:]+\\]):([0-9]{1,5})");
  private static final Pattern WEB = Pattern.compile("https?://[^\\s/?#@]+(/[^\\s?#]*)?");
  private static final int HIGHEST_PORT = 65_535;

  private final Map<String, String> environment;
  private final Set<String> problems = new LinkedHashSet<>();

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
            problem(
                "there is no setting %s; %scorrect its name, or unset it (docs/configuration.md lists all)"
                    .formatted(name, near(name))));
  }

  private static String near(String name) {
    return SettingNames.ALL.stream()
        .filter(other -> other.startsWith(name) || name.startsWith(other))
        .min(
            Comparator.comparingInt((String other) -> Math.abs(other.length() - name.length()))
                .thenComparing(Comparator.naturalOrder()))
        .map("did you mean %s? If so "::formatted)
        .orElse("");
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

  /**
   * Text of a shape, which the default must have, too.
   *
   * @param like is said of a text that has another: {@code it must be …}
   */
  public String text(String name, String standard, Pattern shape, String like) {
    String text = text(name, standard);
    if (!shape.matcher(text).matches()) {
      problem(name, "it must be " + like);
      return standard;
    }
    return text;
  }

  /** The farm's name. */
  public String farm() {
    return text(
        "HEARTH_FARM", "hearth", FARM, "made of a-z, 0-9 and hyphens, 41 characters at most");
  }

  /** The farm's home: {@code HEARTH_HOME}, by default {@code /var/lib/hearth/{farm}}. */
  public Path farmHome() {
    return path("HEARTH_HOME", Path.of("/var/lib/hearth", farm()));
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
    return number(name, standard, 1, HIGHEST_PORT);
  }

  /** A port to listen on; 0 takes a free one. */
  public int portToListenOn(String name, int standard) {
    return number(name, standard, 0, HIGHEST_PORT);
  }

  /** Written {@code host:port}. */
  public Optional<String> server(String name) {
    return shaped(name, Settings::isServer, "host:port");
  }

  /** Written {@code host:port,host:port}. */
  public List<String> servers(String name) {
    return listOf(name, Settings::isServer, "host:port, or several between commas");
  }

  /** The address of a web server, without a slash at its end. */
  public Optional<String> web(String name) {
    return shaped(name, Settings::isWeb, "like https://hearth.example.com")
        .map(url -> url.replaceFirst("/+$", ""));
  }

  /** Written {@code http://host:port,http://host:port}. */
  public List<String> endpoints(String name, List<String> standard) {
    List<String> endpoints =
        listOf(
            name,
            Settings::isWeb,
            "like http://127.0.0.1:2379, without a user, or several between commas");
    return endpoints.isEmpty() ? standard : endpoints;
  }

  private Optional<String> shaped(String name, Predicate<String> good, String like) {
    Optional<String> text = find(name);
    if (text.isPresent() && !good.test(text.get())) {
      problem(name, "it must be " + like);
      return Optional.empty();
    }
    return text;
  }

  private List<String> listOf(String name, Predicate<String> good, String like) {
    List<String> parts = list(name);
    if (!parts.stream().allMatch(good)) {
      problem(name, "it must be " + like);
      return List.of();
    }
    return parts;
  }

  private static boolean isWeb(String text) {
    return WEB.matcher(text).matches();
  }

  private static boolean isServer(String text) {
    Matcher server = SERVER.matcher(text);
    return server.matches() && Integer.parseInt(server.group(1)) <= HIGHEST_PORT;
  }

  /** Written {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h} or {@code 2d}. */
  public Duration duration(String name, Duration standard) {
    return parsed(name, standard, Sizes::duration);
  }

  /** At least {@code least} long. */
  public Duration duration(String name, Duration standard, Duration least) {
    Duration duration = duration(name, standard);
    if (duration.compareTo(least) < 0) {
      problem(name, "it must be %s at least".formatted(Sizes.words(least)));
    }
    return duration;
  }

  /** From {@code least} to {@code most}, both included. */
  public Duration duration(String name, Duration standard, Duration least, Duration most) {
    Duration duration = duration(name, standard);
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      problem(name, "it must be from %s to %s".formatted(Sizes.words(least), Sizes.words(most)));
    }
    return duration;
  }

  /** Bytes, written {@code 512MiB}, {@code 5GiB} or {@code 20GB}. */
  public long bytes(String name, long standard) {
    return parsed(name, standard, Sizes::bytes);
  }

  /** A relative path is taken from the working directory. */
  public Path path(String name, Path standard) {
    return path(name).orElse(standard);
  }

  /** A relative path is taken from the working directory. */
  public Optional<Path> path(String name) {
    return parsed(
        name, Optional.empty(), text -> Optional.of(Path.of(text).toAbsolutePath().normalize()));
  }

  /** What stands in the file that the setting names; empty where it names none that can be read. */
  public Optional<Secret> secretFile(String name) {
    return path(name).flatMap(file -> secret(name, file));
  }

  /** What stands in the file that the setting names, or by default in another, which must be. */
  public Secret secretFile(String name, Path standard) {
    return secret(name, path(name, standard)).orElseGet(() -> new Secret(""));
  }

  private Optional<Secret> secret(String name, Path file) {
    try {
      String text = Files.readString(file).strip();
      if (text.lines().count() == 1) {
        return Optional.of(new Secret(text));
      }
      // Of several lines nobody could say which are meant.
      problem(name, "the file %s must hold a secret of one line".formatted(file));
    } catch (IOException _) {
      problem(name, "there is no readable file " + file);
    }
    return Optional.empty();
  }

  public URI uri(String name, URI standard) {
    return parsed(
        name,
        standard,
        text -> {
          try {
            return URI.create(text);
          } catch (IllegalArgumentException e) { // whose message repeats the text
            throw new IllegalArgumentException("it must be an address such as " + standard, e);
          }
        });
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
   * Whether settings that belong together are set; that some are missing is a problem.
   *
   * @return true if all are set, false if one is not
   */
  public boolean together(String... names) {
    List<String> set = Stream.of(names).filter(name -> find(name).isPresent()).toList();
    if (!set.isEmpty() && set.size() < names.length) {
      problem(String.join(", ", names) + " belong together, but one is missing");
    }
    return set.size() == names.length;
  }

  /**
   * Notes that a setting can't be used.
   *
   * @param why never repeats a secret
   */
  public void problem(String name, String why) {
    problem(name + " can't be used: " + why);
  }

  /**
   * Notes what is wrong with several settings.
   *
   * @param sentence never repeats a secret
   */
  public void problem(String sentence) {
    problems.add(sentence);
  }

  /**
   * @throws SettingsException if there was any problem
   */
  public void refuseProblems() {
    if (!problems.isEmpty()) {
      throw new SettingsException(List.copyOf(problems));
    }
  }

  private static List<String> split(String text) {
    return Stream.of(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
