package dev.hearth.dispatcher.simulation;

import dev.hearth.dispatcher.projects.Project;
import dev.hearth.protocol.ImageRecipe;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two projects: one of two images whose pushes supersede, one of one image whose do not. */
final class SimulatedProjects {
  private SimulatedProjects() {}

  static List<Project> all() {
    return List.of(
        project(1, "team/app", true, List.of("app", "worker")),
        project(2, "team/site", false, List.of("site")));
  }

  private static Project project(int id, String name, boolean supersede, List<String> images) {
    return new Project(
        new ProjectId("00000000-0000-4000-8000-00000000000" + id),
        new ProjectName(name),
        "https://git.example/" + name + ".git",
        List.of("*"),
        List.of("*"),
        List.of(),
        "",
        null,
        null,
        null,
        Map.of(),
        images.stream().map(image -> new ImageRecipe(image, "Dockerfile", ".", Map.of())).toList(),
        List.of("${branch}", "${number}"),
        Set.of(),
        true,
        supersede,
        0,
        true,
        Limits.DEFAULT,
        Duration.ofMinutes(4),
        Map.of("compile", Duration.ofMinutes(2)));
  }
}
