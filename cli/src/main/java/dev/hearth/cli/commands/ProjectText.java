package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.terminal.Table;
import java.util.Map;

/** A project for people to read. */
final class ProjectText {
  private ProjectText() {}

  /** Every field that is set, one a line. */
  static String of(JsonNode project) {
    Table table = Table.of(project.path("name").asText(), "");
    for (Map.Entry<String, JsonNode> field : project.properties()) {
      boolean saidElsewhere = field.getKey().equals("name") || field.getKey().equals("knownHosts");
      JsonNode value = field.getValue();
      boolean empty = value.isNull() || (value.isContainerNode() && value.isEmpty());
      if (!saidElsewhere && !empty && !(value.isTextual() && value.textValue().isEmpty())) {
        table.row("  " + field.getKey(), value.isValueNode() ? value.asText() : value.toString());
      }
    }
    return table.text() + hostKeys(project);
  }

  /** The SSH host keys that were learned; empty where there are none. */
  static String hostKeys(JsonNode project) {
    String keys = project.path("knownHosts").asText("");
    return keys.isBlank() || project.path("knownHosts").isNull()
        ? ""
        : "  SSH host keys, taken at the creation and trusted alone from now on:\n"
            + keys.strip().indent(4);
  }
}
