package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.sql.ProjectEntry;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a change of a project's settings changed, for its trail. */
final class ProjectChanges {
  private static final int LONGEST = 300;

  private ProjectChanges() {}

  /** By field, what was before and what is now; of secrets only that they changed. */
  static Map<String, String> between(ProjectEntry before, ProjectEntry after) {
    ObjectNode old = ProjectJson.write(before.project());
    Map<String, String> facts = new TreeMap<>();
    ProjectJson.write(after.project())
        .properties()
        .forEach(field -> {
          var was = old.path(field.getKey());
          if (!was.equals(field.getValue())) {
            facts.put(
                field.getKey(), cut(was.toString()) + " to " + cut(field.getValue().toString()));
          }
        });
    if (!before.secrets().hookSecrets().equals(after.secrets().hookSecrets())) {
      facts.put("hookSecret", "changed");
    }
    if (!Objects.equals(before.secrets().gitCredential(), after.secrets().gitCredential())) {
      facts.put("gitCredential", "changed");
    }
    return facts;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
