package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hearth.dispatcher.people.Permission;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The API's description, {@code openapi.yaml}: what is served, and what requests are checked by.
 */
public final class ApiDocument {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final String text;
  private final JsonNode root;
  private final Map<String, Operation> operations;

  private ApiDocument(String text, JsonNode root) {
    this.text = text;
    this.root = root;
    this.operations = operationsOf(root);
  }

  /** Reads the document that is part of the program. */
  public static ApiDocument load() {
    try (InputStream in = ApiDocument.class.getResourceAsStream("/openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("openapi.yaml is missing from the program");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new ApiDocument(text, new YAMLMapper().readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As it is served. */
  public String text() {
    return text;
  }

  /** The operation of this {@code operationId}. */
  Operation operation(String id) {
    Operation operation = operations.get(id);
    if (operation == null) {
      throw new IllegalStateException("openapi.yaml has no operation " + id);
    }
    return operation;
  }

  /** All operations. */
  List<Operation> operations() {
    return List.copyOf(operations.values());
  }

  /** All {@code operationId}s. */
  Set<String> operationIds() {
    return operations.keySet();
  }

  /** A schema that can stand alone: what it refers to comes with it. */
  JsonNode standingAlone(JsonNode schema) {
    ObjectNode alone = schema.deepCopy();
    alone.set("components", root.path("components"));
    return alone;
  }

  private static Map<String, Operation> operationsOf(JsonNode root) {
    Map<String, Operation> operations = new LinkedHashMap<>();
    root.path("paths")
        .properties()
        .forEach(path ->
            path.getValue().properties().stream()
                .filter(entry -> METHODS.contains(entry.getKey()))
                .map(entry -> operation(root, path.getKey(), path.getValue(), entry))
                .forEach(operation -> operations.put(operation.id(), operation)));
    return operations;
  }

  private static Operation operation(
      JsonNode root, String path, JsonNode item, Map.Entry<String, JsonNode> entry) {
    JsonNode node = entry.getValue();
    List<JsonNode> parameters = new ArrayList<>();
    item.path("parameters").forEach(one -> parameters.add(resolved(root, one)));
    node.path("parameters").forEach(one -> parameters.add(resolved(root, one)));
    JsonNode body = node.path("requestBody");
    return new Operation(
        node.path("operationId").asText(),
        entry.getKey().toUpperCase(Locale.ROOT),
        path,
        node.path("summary").asText(),
        parameters.stream().map(Operation.Parameter::of).toList(),
        permission(node),
        node.has("security") && node.path("security").isEmpty(),
        body.path("content").path("application/json").path("schema"),
        body.path("required").asBoolean(false));
  }

  /** Each operation says it, so that none is open to all because a line was forgotten. */
  private static @Nullable Permission permission(JsonNode node) {
    String word = node.path("x-permission").asText("");
    boolean open = node.has("security") && node.path("security").isEmpty();
    if (open || word.equals("known")) {
      return null;
    }
    return Permission.find(word)
        .orElseThrow(() ->
            new IllegalStateException(
                "openapi.yaml: " + node.path("operationId").asText() + " lacks its x-permission"));
  }

  private static JsonNode resolved(JsonNode root, JsonNode node) {
    return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
  }
}
