package dev.hearth.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The few plain values of a hook's body that matter, read without building the rest: 25 MB of
 * somebody's JSON must cost no more memory than they have.
 */
final class HookFields {
  private static final int DEEPEST = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(100).build())
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final Map<String, String> values;

  private HookFields(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @param wanted the values' names; {@code project.id} is that of a member's member, no deeper
   * @throws IOException if it is not one JSON object, or nested too deep
   */
  static HookFields read(byte[] body, Set<String> wanted) throws IOException {
    var values = new HashMap<String, String>();
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no JSON object");
      }
      readObject(parser, "", wanted, values);
      if (parser.nextToken() != null) {
        throw new IOException("something follows behind its JSON object");
      }
    }
    return new HookFields(values);
  }

  private static void readObject(
      JsonParser parser, String prefix, Set<String> wanted, Map<String, String> values)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = prefix + parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == null) {
        throw new IOException("it ends in the middle");
      }
      if (value == JsonToken.START_OBJECT && prefix.isEmpty() && isAbove(name, wanted)) {
        readObject(parser, name + ".", wanted, values);
      } else if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
        if (wanted.contains(name)) {
          values.put(name, parser.getText());
        }
      } else {
        parser.skipChildren();
      }
    }
  }

  private static boolean isAbove(String name, Set<String> wanted) {
    return wanted.stream().anyMatch(path -> path.startsWith(name + "."));
  }

  /** The value; empty where it is missing, null, empty, or neither text nor a whole number. */
  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
  }
}
