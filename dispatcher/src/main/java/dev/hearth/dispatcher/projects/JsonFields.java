package dev.hearth.dispatcher.projects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, each read as what it should be; one of another kind is a problem and
 * reads as its default. Null reads as absent.
 *
 * @param where the object's own path with a dot behind it, empty for the outermost
 */
record JsonFields(String where, ObjectNode object, Problems problems) {
  void refuseOthers(Set<String> known) {
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            problems.add(
                "there is no field " + Problems.shown(where + name) + ": correct or remove it");
          }
        });
  }

  private @Nullable JsonNode value(String field) {
    JsonNode node = object.get(field);
    return node == null || node.isNull() ? null : node;
  }

  private void wrong(String field, String kind) {
    problems.add(where + field + " must be " + kind);
  }

  String needed(String field) {
    String text = text(field);
    if (text == null && value(field) == null) {
      problems.add(where + field + " is needed");
    }
    return text == null ? "" : text;
  }

  @Nullable String text(String field) {
    JsonNode node = value(field);
    if (node != null && !node.isTextual()) {
      wrong(field, "a text");
      return null;
    }
    return node == null ? null : node.textValue();
  }

  String text(String field, String otherwise) {
    String text = text(field);
    return text == null ? otherwise : text;
  }

  List<String> texts(String field, List<String> otherwise) {
    JsonNode node = value(field);
    if (node == null) {
      return otherwise;
    }
    List<String> texts = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(one -> texts.add(one.isTextual() ? one.textValue() : null));
    }
    if (!node.isArray() || texts.contains(null)) {
      wrong(field, "a list of texts");
      return otherwise;
    }
    return texts.stream().distinct().toList();
  }

  Map<String, String> map(String field) {
    Map<String, String> map = new LinkedHashMap<>();
    JsonFields fields = object(field);
    if (fields != null) {
      for (Map.Entry<String, JsonNode> entry : fields.object.properties()) {
        // Numbers and flags are taken as they stand: nobody means another text by them.
        if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
          map.put(entry.getKey(), entry.getValue().asText());
        } else {
          problems.add(fields.where + Problems.shown(entry.getKey()) + " must be a text");
        }
      }
    }
    return map;
  }

  @Nullable JsonFields object(String field) {
    JsonNode node = value(field);
    if (node == null) {
      return null;
    }
    if (node instanceof ObjectNode inner) {
      return new JsonFields(where + field + ".", inner, problems);
    }
    wrong(field, "an object");
    return null;
  }

  @Nullable List<JsonFields> objects(String field) {
    JsonNode node = value(field);
    if (node == null) {
      return null;
    }
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode one : node) {
      if (one instanceof ObjectNode inner) {
        objects.add(new JsonFields(field + "[" + objects.size() + "].", inner, problems));
      }
    }
    if (!node.isArray() || objects.size() != node.size()) {
      wrong(field, "a list of objects");
      return null;
    }
    return objects;
  }

  boolean flag(String field, boolean otherwise) {
    JsonNode node = value(field);
    if (node != null && !node.isBoolean()) {
      wrong(field, "true or false");
    }
    return node == null ? otherwise : node.asBoolean(otherwise);
  }

  long number(String field, long otherwise) {
    JsonNode node = value(field);
    if (node != null && !(node.isIntegralNumber() && node.canConvertToInt())) {
      wrong(field, "a whole number");
      return otherwise;
    }
    return node == null ? otherwise : node.longValue();
  }

  double decimal(String field, double otherwise) {
    JsonNode node = value(field);
    if (node != null && !node.isNumber()) {
      wrong(field, "a number");
      return otherwise;
    }
    return node == null ? otherwise : node.doubleValue();
  }

  long bytes(String field, long otherwise) {
    JsonNode node = value(field);
    if (node == null) {
      return otherwise;
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    try {
      if (node.isTextual()) {
        return Units.bytes(node.textValue());
      }
    } catch (IllegalArgumentException e) {
      // told below, with the field's name
    }
    wrong(field, "a size like \"4GiB\", or a whole number of bytes");
    return otherwise;
  }

  Duration duration(String field, Duration otherwise) {
    JsonNode node = value(field);
    if (node == null) {
      return otherwise;
    }
    if (node.isIntegralNumber() && node.canConvertToInt()) {
      return Duration.ofSeconds(node.longValue());
    }
    try {
      if (node.isTextual()) {
        return Units.duration(node.textValue());
      }
    } catch (IllegalArgumentException e) {
      // told below, with the field's name
    }
    wrong(field, "a duration like \"1h\" or \"90s\", or a whole number of seconds");
    return otherwise;
  }
}
