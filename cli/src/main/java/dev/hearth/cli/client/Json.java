package dev.hearth.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.terminal.CommandFailure;

/** JSON, read and written one way everywhere; fields that we don't know are passed over. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * @param source named where the text is no JSON
   */
  public static JsonNode parse(String text, String source) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          "tried to read %s, but it is no JSON: %s".formatted(source, e.getOriginalMessage()), e);
    }
  }

  public static <T> T read(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          "the farm answered what this hearth does not understand (%s); is it of another version?"
              .formatted(e.getOriginalMessage()),
          e);
    }
  }

  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Indented, for people and programs. */
  public static String pretty(JsonNode tree) {
    return tree.toPrettyString();
  }
}
