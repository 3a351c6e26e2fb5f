package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.api.Operation.Parameter;
import dev.hearth.dispatcher.http.Request;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks an operation's requests against the document: parameters and body. What it refuses it
 * names: the field, and what is wrong with it. Thread-safe.
 */
final class RequestCheck {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final Operation operation;
  private final Map<Parameter, JsonSchema> parameters = new LinkedHashMap<>();
  private final Optional<JsonSchema> body;

  RequestCheck(ApiDocument document, Operation operation) {
    this.operation = operation;
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    for (Parameter parameter : operation.parameters()) {
      parameters.put(parameter, factory.getSchema(document.standingAlone(parameter.schema())));
    }
    body =
        operation.body().isMissingNode()
            ? Optional.empty()
            : Optional.of(factory.getSchema(document.standingAlone(operation.body())));
  }

  /**
   * The body as JSON; missing if none was sent and none is needed.
   *
   * @throws RefusedException if parameters or body are not as the document says
   */
  JsonNode check(Request request, byte[] bytes) {
    Set<String> known =
        parameters.keySet().stream()
            .filter(parameter -> parameter.in().equals("query"))
            .map(Parameter::name)
            .collect(Collectors.toSet());
    request.queryNames().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw refused("there is no parameter " + shown(name));
        });
    parameters.forEach((parameter, schema) -> check(request, parameter, schema));
    return body.isEmpty() ? MissingNode.getInstance() : checkedBody(body.get(), bytes);
  }

  private void check(Request request, Parameter parameter, JsonSchema schema) {
    List<String> values =
        switch (parameter.in()) {
          case "path" -> List.of(request.path(parameter.name()));
          case "query" -> request.query(parameter.name());
          default -> request.header(parameter.name()).stream().toList();
        };
    if (values.size() > 1) {
      throw refused("parameter '" + parameter.name() + "' is given twice");
    }
    for (String value : values) {
      for (ValidationMessage message : schema.validate(node(parameter, value))) {
        throw refused(
            "parameter '" + parameter.name() + "' is " + shown(value) + ": " + plain(message));
      }
    }
  }

  private static JsonNode node(Parameter parameter, String value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (parameter.list()) {
      ArrayNode list = nodes.arrayNode();
      List.of(value.split(",", -1)).forEach(list::add);
      return list;
    }
    boolean number = parameter.integer() && value.matches("-?[0-9]{1,18}");
    return number ? nodes.numberNode(Long.parseLong(value)) : nodes.textNode(value);
  }

  private JsonNode checkedBody(JsonSchema schema, byte[] bytes) {
    if (bytes.length == 0) {
      if (operation.bodyRequired()) {
        throw refused("the request has no body; send JSON");
      }
      return MissingNode.getInstance();
    }
    JsonNode json;
    try {
      json = MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw refused("the body is no JSON: " + where(e));
    } catch (IOException e) {
      throw refused("the body is no JSON");
    }
    Set<String> problems = new TreeSet<>();
    schema.validate(json).forEach(message -> problems.add(sentence(message)));
    if (!problems.isEmpty()) {
      throw refused(String.join("; ", problems));
    }
    return json;
  }

  /** Without the text at that place: there may be a secret in it. */
  private static String where(JsonProcessingException e) {
    return e.getLocation() == null
        ? "it cannot be read"
        : "it cannot be read at line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  private static String sentence(ValidationMessage message) {
    String at = message.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
    String prefix = at.isEmpty() ? "" : at + ".";
    return switch (message.getType()) {
      case "required" -> "'" + prefix + message.getProperty() + "' is missing";
      case "additionalProperties", "unevaluatedProperties" ->
          "there is no field " + shown(prefix + message.getProperty());
      default -> (at.isEmpty() ? "the body" : "'" + at + "'") + " " + plain(message);
    };
  }

  /** The validator's own words, without the place, which stands before them. */
  private static String plain(ValidationMessage message) {
    String text = message.getMessage();
    String at = message.getInstanceLocation() + ": ";
    return text.startsWith(at) ? text.substring(at.length()) : text;
  }

  private static String shown(String value) {
    String plain = value.replaceAll("\\p{Cntrl}", "?");
    return "'" + (plain.length() > 80 ? plain.substring(0, 80) + "…" : plain) + "'";
  }

  private RefusedException refused(String problem) {
    return RefusedException.invalid("tried to " + operation.tried() + ", but " + problem);
  }
}
