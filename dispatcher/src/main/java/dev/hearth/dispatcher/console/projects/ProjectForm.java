package dev.hearth.dispatcher.console.projects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import java.util.List;
import java.util.regex.Pattern;

/** A project's settings between a form, which has texts, and the project's JSON. */
final class ProjectForm {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern BREAK = Pattern.compile("\\R");
  private static final Pattern LIST_BREAK = Pattern.compile("[,\\s]+");
  private static final List<String> TEXTS =
      List.of("name", "gitUrl", "directory", "builder", "command", "script", "timeout");
  private static final List<String> LISTS =
      List.of("branches", "tags", "protectedBranches", "tagTemplates", "labels");
  private static final List<String> FLAGS = List.of("cache", "supersede", "submodules");

  private ProjectForm() {}

  /** A new project: what is not typed is the default. */
  static ObjectNode create(Form form) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (String field : List.of("name", "gitUrl", "command", "builder")) {
      form.field(field).ifPresent(text -> json.put(field, text));
    }
    credential(form, json);
    return json;
  }

  /** All settings that the form has: what is empty gets its default again. */
  static ObjectNode change(Form form) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (String field : TEXTS) {
      json.put(field, form.field(field).orElse(null));
    }
    for (String field : LISTS) {
      List<String> texts =
          LIST_BREAK.splitAsStream(form.raw(field).strip()).filter(t -> !t.isEmpty()).toList();
      if (texts.isEmpty()) {
        json.putNull(field);
      } else {
        ArrayNode array = json.putArray(field);
        texts.forEach(array::add);
      }
    }
    FLAGS.forEach(field -> json.put(field, form.checked(field)));
    json.set("environment", environment(form.raw("environment")));
    form.field("images").ifPresent(text -> json.set("images", images(text)));
    return json;
  }

  /** Says the Git credential, if one is wanted. */
  static void credential(Form form, ObjectNode json) {
    switch (form.raw("credential")) {
      case "password" -> {
        ObjectNode credential = json.putObject("gitCredential");
        form.field("username").ifPresent(text -> credential.put("username", text));
        credential.put("password", form.raw("password"));
      }
      case "sshKey" ->
          // Browsers send lines' ends as CR LF, which OpenSSH's form does not know.
          json.putObject("gitCredential").put("sshKey", form.raw("sshKey").replace("\r\n", "\n"));
      case "none" -> json.putNull("gitCredential");
      default -> {}
    }
  }

  /** A field of the project as it stands in the form. */
  static String text(Project project, String field) {
    JsonNode value = ProjectJson.write(project).path(field);
    if (value.isArray() && field.equals("images")) {
      return value.toPrettyString();
    }
    if (value.isArray()) {
      StringBuilder all = new StringBuilder();
      value.forEach(one -> all.append(all.isEmpty() ? "" : ", ").append(one.asText()));
      return all.toString();
    }
    if (value.isObject()) {
      StringBuilder lines = new StringBuilder();
      value
          .properties()
          .forEach(one ->
              lines.append(one.getKey()).append('=').append(one.getValue().asText()).append('\n'));
      return lines.toString();
    }
    return value.asText("");
  }

  private static ObjectNode environment(String lines) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (String line : BREAK.split(lines, -1)) {
      if (!line.isBlank()) {
        int equals = line.indexOf('=');
        if (equals < 1) {
          throw RefusedException.invalid(
              "tried to read the environment, but a line is not like NAME=value");
        }
        json.put(line.substring(0, equals).strip(), line.substring(equals + 1));
      }
    }
    return json;
  }

  private static JsonNode images(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw RefusedException.invalid(
          "tried to read the images, but they are no JSON: " + e.getOriginalMessage());
    }
  }
}
