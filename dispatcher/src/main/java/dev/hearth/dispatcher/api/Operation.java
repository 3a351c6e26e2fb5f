package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.dispatcher.people.Permission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the API, as the document describes it.
 *
 * @param method in capitals
 * @param summary begins with a verb: "Create a project"
 * @param permission what its caller must be allowed to do with what it is about; null: being known
 *     is enough, and the handler looks further
 * @param open whether it needs no token
 * @param body the schema of the JSON body; missing if there is none
 */
record Operation(
    String id,
    String method,
    String path,
    String summary,
    List<Parameter> parameters,
    @Nullable Permission permission,
    boolean open,
    JsonNode body,
    boolean bodyRequired) {
  /**
   * A parameter.
   *
   * @param in {@code path}, {@code query} or {@code header}
   * @param list whether its value is several between commas
   */
  record Parameter(String name, String in, boolean list, JsonNode schema) {
    static Parameter of(JsonNode node) {
      JsonNode schema = node.path("schema");
      return new Parameter(
          node.path("name").asText(),
          node.path("in").asText(),
          schema.path("type").asText().equals("array"),
          schema);
    }

    boolean integer() {
      return schema.path("type").asText().equals("integer");
    }
  }

  boolean hasInPath(String name) {
    return parameters.stream().anyMatch(one -> one.in().equals("path") && one.name().equals(name));
  }

  /** {@code create a project}: what a refusal says was tried. */
  String tried() {
    return Character.toLowerCase(summary.charAt(0)) + summary.substring(1);
  }
}
