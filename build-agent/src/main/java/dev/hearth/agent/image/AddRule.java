package dev.hearth.agent.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.agent.StageFailure;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What {@code ADD} may fetch. The engine itself fetches a URL, from the host's own network: also
 * from its loopback, and also where the build has no network. So only hosts that the operator has
 * named are allowed, and nothing that is only known while the build runs.
 *
 * @param allowed as {@code host} or {@code host:port}, in lower case
 */
record AddRule(Set<String> allowed) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NOT_PLAIN = Pattern.compile("[$\"'`\\\\]");

  AddRule {
    allowed = Set.copyOf(allowed);
  }

  /**
   * @param where the sentence's beginning, as "line 3 of the Dockerfile"
   * @throws StageFailure if the instruction is, or will be, a forbidden ADD
   */
  void check(String where, Instruction instruction) {
    switch (instruction.keyword()) {
      case "ADD" -> {
        for (String source : sources(where, instruction.rest())) {
          checkSource(where, source);
        }
      }
      case "ONBUILD" ->
          check(where, Dockerfile.parseTrigger(instruction.line(), instruction.rest()));
      default -> {}
    }
  }

  private void checkSource(String where, String source) {
    if (NOT_PLAIN.matcher(source).find()) {
      throw StageFailure.user(
          "%s: ADD takes its source '%s' from a variable or quotes it, so it cannot be seen what it fetches; use COPY"
              .formatted(where, source));
    }
    String lower = source.toLowerCase(Locale.ROOT);
    if (!lower.contains(":") && !lower.startsWith("git@") && !lower.startsWith("github.com/")) {
      return;
    }
    if (!allowed.contains(host(source))) {
      throw StageFailure.user(
          "%s: ADD fetches %s, which builds here may not; fetch it in a RUN instruction or in the compile script, or have the operator allow its host"
              .formatted(where, source));
    }
  }

  private static String host(String source) {
    try {
      URI uri = URI.create(source);
      String scheme = uri.getScheme();
      String host = uri.getHost();
      if (host == null
          || uri.getRawUserInfo() != null
          || !(scheme.equals("http") || scheme.equals("https"))) {
        return "";
      }
      String lower = host.toLowerCase(Locale.ROOT);
      return uri.getPort() < 0 ? lower : lower + ":" + uri.getPort();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static List<String> sources(String where, String rest) {
    List<String> words = new ArrayList<>(Arrays.asList(rest.split("[ \\t]+", 0)));
    while (!words.isEmpty() && words.getFirst().startsWith("--")) {
      if (NOT_PLAIN.matcher(words.getFirst()).find()) {
        throw StageFailure.user(
            "%s: ADD has a flag with a variable or quotes; write it plainly".formatted(where));
      }
      words.removeFirst();
    }
    String arguments = String.join(" ", words);
    if (arguments.startsWith("[")) {
      try {
        words = new ArrayList<>(JSON.readValue(arguments, new TypeReference<List<String>>() {}));
      } catch (JsonProcessingException e) {
        throw StageFailure.user("%s: ADD's arguments look like JSON but are none".formatted(where));
      }
    }
    if (!words.isEmpty()) {
      words.removeLast();
    }
    return words;
  }
}
