package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One operation of the API, as the document describes it.
 *
 * @param method in capitals
 * @param summary begins with a verb: "Create a project"
 * @param body the schema of the JSON body; missing if there is none
 */
record Operation(
    String id,
    String method,
    String path,
    String summary,
    List<Parameter> parameters,
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

  /** {@code create a project}: what a refusal says was tried. */
  String tried() {
    return Character.toLowerCase(summary.charAt(0)) + summary.substring(1);
  }
}
