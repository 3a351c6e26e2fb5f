package dev.hearth.agent.image;

import dev.hearth.agent.StageFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The images that a Dockerfile builds on. Each is pulled from its registry by the project's own
 * credentials and nailed to the digest that came, so that no name can mean an image that another
 * project left in the engine, and what was judged is what is built on.
 */
final class Bases {
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$(?:([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)(?:(:[-+])([^{}$]*))?\\})");
  private static final Pattern REFERENCE =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?(/[a-z0-9._-]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
              + "(@sha256:[0-9a-f]{64})?");

  /** BuildKit's names for what the classic builder does without being told. */
  private static final Pattern THIS_PLATFORM =
      Pattern.compile("--platform=\\$\\{?(BUILD|TARGET)PLATFORM\\}?");

  private static final Pattern COPY_FROM =
      Pattern.compile("(?i:(?:ONBUILD\\s+)?COPY)\\s(?:.*\\s)?--from=(\\S*)");

  private final Map<String, String> buildArguments;
  private final Map<String, String> known = new HashMap<>();
  private final Set<String> stages = new HashSet<>();

  /** Pulls an image and says which digest came, as {@code name@sha256:…}. */
  @FunctionalInterface
  interface Puller {
    String pull(String where, String reference) throws InterruptedException;
  }

  private Bases(Map<String, String> buildArguments) {
    this.buildArguments = buildArguments;
  }

  /** The same Dockerfile with every base pulled and by its digest. */
  static Dockerfile pinned(Dockerfile dockerfile, Map<String, String> buildArguments, Puller puller)
      throws InterruptedException {
    return new Bases(buildArguments).pin(dockerfile, puller);
  }

  private Dockerfile pin(Dockerfile dockerfile, Puller puller) throws InterruptedException {
    List<Instruction> pinned = new ArrayList<>();
    boolean before = true;
    for (Instruction each : dockerfile.instructions()) {
      switch (each.keyword()) {
        case "FROM" -> {
          before = false;
          pinned.add(pinFrom(each, puller));
        }
        case "ARG" -> {
          if (before) {
            learn(each);
          }
          pinned.add(each);
        }
        case "COPY", "ONBUILD" -> {
          checkCopyFrom(each);
          pinned.add(each);
        }
        default -> pinned.add(each);
      }
    }
    return dockerfile.with(pinned);
  }

  private Instruction pinFrom(Instruction from, Puller puller) throws InterruptedException {
    List<String> words = new ArrayList<>(Arrays.asList(from.rest().split("[ \\t]+", 0)));
    String flags = "";
    while (!words.isEmpty() && words.getFirst().startsWith("--")) {
      String flag = words.removeFirst();
      if (!THIS_PLATFORM.matcher(flag).matches()) {
        flags += expanded(from, flag) + " ";
      }
    }
    boolean named = words.size() == 3 && words.get(1).equalsIgnoreCase("as");
    if (words.size() != 1 && !named) {
      throw StageFailure.user(where(from) + ": FROM takes an image, or an image AS a stage's name");
    }
    String image = expanded(from, words.getFirst());
    String base = image;
    if (!image.equals("scratch") && !stages.contains(image.toLowerCase(Locale.ROOT))) {
      if (!REFERENCE.matcher(image).matches() || image.matches("[0-9a-f]{64}")) {
        throw StageFailure.user(
            "%s: '%s' is no image's name in a registry".formatted(where(from), image));
      }
      base = puller.pull(where(from), image);
    }
    if (named) {
      stages.add(words.get(2).toLowerCase(Locale.ROOT));
    }
    String name = named ? " AS " + words.get(2) : "";
    return new Instruction(from.line(), "FROM", flags + base + name);
  }

  /** Before the first FROM an ARG is known to every FROM. */
  private void learn(Instruction argument) {
    for (String each : argument.rest().split("[ \\t]+", 0)) {
      int equals = each.indexOf('=');
      String name = equals < 0 ? each : each.substring(0, equals);
      String given = buildArguments.get(name);
      if (given != null) {
        known.put(name, given);
      } else if (equals >= 0) {
        known.put(name, substituted(each.substring(equals + 1)));
      }
    }
  }

  private String expanded(Instruction instruction, String word) {
    String result = substituted(word);
    if (result.isEmpty() || result.matches(".*[$\"'\\\\`\\s].*")) {
      throw StageFailure.user(
          "%s: '%s' comes to '%s', which is no name; give the build argument, or a default to ARG before the first FROM"
              .formatted(where(instruction), word, result));
    }
    return result;
  }

  private String substituted(String word) {
    Matcher matcher = VARIABLE.matcher(unquoted(word));
    var expanded = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      String value = known.getOrDefault(name, "");
      String otherwise = matcher.group(4) == null ? "" : matcher.group(4);
      if (":-".equals(matcher.group(3)) && value.isEmpty()) {
        value = otherwise;
      } else if (":+".equals(matcher.group(3)) && !value.isEmpty()) {
        value = otherwise;
      }
      matcher.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(expanded);
    return expanded.toString();
  }

  /** The engine pulls what is no stage here, and takes no variable for it. */
  private static void checkCopyFrom(Instruction instruction) {
    Matcher from = COPY_FROM.matcher(instruction.text());
    if (from.lookingAt()) {
      String image = from.group(1);
      if (!image.matches("[0-9]{1,3}") && !REFERENCE.matcher(image).matches()) {
        throw StageFailure.user(
            "%s: COPY --from=%s names no stage and no image in a registry"
                .formatted(where(instruction), image));
      }
    }
  }

  private static String unquoted(String word) {
    boolean quoted = word.matches("\"[^\"]*\"|'[^']*'");
    return quoted ? word.substring(1, word.length() - 1) : word;
  }

  private static String where(Instruction instruction) {
    return "line " + instruction.line() + " of the Dockerfile";
  }
}
