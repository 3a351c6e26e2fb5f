package dev.hearth.agent.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import dev.hearth.agent.StageFailure;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What goes wrong with the engine, as what an attempt can end with. */
final class EngineErrors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EngineErrors() {}

  /** {@code what} completes "tried to …". */
  static StageFailure failure(String what, String host, Throwable cause) {
    return switch (cause) {
      case StageFailure failure -> failure;
      case EngineRefusal refusal -> refused(what, refusal.words(), refusal);
      case DockerException refusal -> refused(what, words(refusal.getMessage()), refusal);
      default -> {
        String words = ioWords(cause);
        yield StageFailure.away(
            "tried to %s but the Docker engine at %s did not answer (%s); see whether it runs"
                .formatted(what, host, words),
            cause);
      }
    };
  }

  private static StageFailure refused(String what, String words, Throwable cause) {
    String lower = words.toLowerCase(Locale.ROOT);
    String cure = lower.contains("no space left") ? "; free some disk on this host" : "";
    return StageFailure.lost(
        "tried to %s but the Docker engine answered: %s%s".formatted(what, words, cure), cause);
  }

  /** The sentence in an engine's error answer, {@code {"message":"…"}}. */
  static String words(@Nullable String answer) {
    if (answer == null) {
      return "an error without words";
    }
    int brace = answer.indexOf('{');
    if (brace >= 0) {
      try {
        JsonNode message = JSON.readTree(answer.substring(brace)).path("message");
        if (message.isTextual()) {
          return message.asText().strip();
        }
      } catch (JsonProcessingException e) {
        return answer.strip();
      }
    }
    return answer.strip();
  }

  private static String ioWords(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof IOException && each.getMessage() != null) {
        return each.getMessage();
      }
    }
    return cause.toString();
  }
}
