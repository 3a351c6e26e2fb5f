package dev.hearth.protocol.etcd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records to JSON and back. Fields that this version does not know survive when it rewrites a
 * value, so that versions can mix while a farm is upgraded.
 */
final class Codec {
  /** No value in etcd takes more bytes: the contract's bound. */
  static final int LARGEST = 4096;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private Codec() {}

  /**
   * @throws RecordTooLargeException if it would not fit under the bound
   */
  static <T> byte[] encode(Key<T> key, T value) {
    return bytes(key, value);
  }

  /**
   * The new value with whatever stood in the old one that this version does not know.
   *
   * @throws RecordTooLargeException if it would not fit under the bound
   */
  static <T> byte[] rewrite(Versioned<T> old, T value) {
    String stored = old.stored();
    if (stored == null) {
      return bytes(old.key(), value);
    }
    JsonNode known = MAPPER.valueToTree(old.value());
    JsonNode next = MAPPER.valueToTree(value);
    keepUnknown(tree(stored), known, next);
    return bytes(old.key(), next);
  }

  /**
   * @throws MalformedRecordException if the bytes are no such record
   */
  static <T> Versioned<T> decode(Key<T> key, byte[] bytes, long created, long modified) {
    try {
      UnknownFields unknown = new UnknownFields();
      T value = MAPPER.readerFor(key.type()).withHandler(unknown).readValue(bytes);
      if (value == null) {
        throw new MalformedRecordException(key, "it is empty", null);
      }
      return new Versioned<>(
          key,
          value,
          created,
          modified,
          unknown.found ? new String(bytes, StandardCharsets.UTF_8) : null);
    } catch (IOException | IllegalArgumentException e) {
      throw new MalformedRecordException(key, String.valueOf(e.getMessage()), e);
    }
  }

  private static byte[] bytes(Key<?> key, Object value) {
    byte[] bytes;
    try {
      bytes = MAPPER.writeValueAsBytes(value);
    } catch (IOException e) {
      throw new IllegalStateException("a record can always be written", e);
    }
    if (bytes.length > LARGEST) {
      throw new RecordTooLargeException(key, bytes.length);
    }
    return bytes;
  }

  /** Notes whether there are fields that this version does not know. */
  private static final class UnknownFields extends DeserializationProblemHandler {
    private boolean found;

    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        JsonDeserializer<?> deserializer,
        Object beanOrClass,
        String name)
        throws IOException {
      found = true;
      parser.skipChildren();
      return true;
    }
  }

  private static JsonNode tree(String stored) {
    try {
      return MAPPER.readTree(stored);
    } catch (IOException e) {
      throw new IllegalStateException("what was read once can be read again", e);
    }
  }

  /**
   * Copies from {@code stored} into {@code next} the fields that are not in {@code known}. An
   * object that became another kind (its state's name differs) keeps nothing of the old one.
   */
  private static void keepUnknown(JsonNode stored, JsonNode known, JsonNode next) {
    if (stored instanceof ObjectNode from && next instanceof ObjectNode to) {
      if (kindChanged(from, to)) {
        return;
      }
      for (Map.Entry<String, JsonNode> field : from.properties()) {
        JsonNode wasKnown = known.get(field.getKey());
        JsonNode now = to.get(field.getKey());
        if (wasKnown == null) {
          if (now == null) {
            to.set(field.getKey(), field.getValue());
          }
        } else if (now != null) {
          keepUnknown(field.getValue(), wasKnown, now);
        }
      }
    } else if (stored instanceof ArrayNode from && next instanceof ArrayNode to) {
      for (int i = 0; i < Math.min(from.size(), to.size()) && i < known.size(); i++) {
        keepUnknown(from.get(i), known.get(i), to.get(i));
      }
    }
  }

  private static boolean kindChanged(ObjectNode from, ObjectNode to) {
    return differs(from.get("state"), to.get("state"))
        || differs(from.get("outcome"), to.get("outcome"));
  }

  private static boolean differs(@Nullable JsonNode from, @Nullable JsonNode to) {
    return from != null && to != null && from.isTextual() && !from.equals(to);
  }
}
