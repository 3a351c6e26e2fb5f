package dev.hearth.dispatcher.projects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.protocol.ImageRecipe;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A project as people write it and as it is stored: only {@code name} and {@code gitUrl} are
 * needed. Sizes are {@code "4GiB"} or bytes, times {@code "1h"} or seconds; both are written in
 * words. A field that nobody knows is refused by name. {@code hookSecret} and {@code gitCredential}
 * are read and never written.
 */
public final class ProjectJson {
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "name",
          "gitUrl",
          "gitCredential",
          "branches",
          "tags",
          "protectedBranches",
          "directory",
          "builder",
          "command",
          "script",
          "environment",
          "images",
          "tagTemplates",
          "labels",
          "cache",
          "supersede",
          "depth",
          "submodules",
          "limits",
          "timeout",
          "stageTimeouts",
          "hookSecret");
  private static final Set<String> LIMITS = Set.of("cpus", "memory", "processes", "disk", "log");
  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final List<String> ALL = List.of("*");

  /** Stands in while a name is refused, so that the other problems can be told too. */
  private static final ProjectName NAMELESS = new ProjectName("no/name");

  private ProjectJson() {}

  /**
   * A new project.
   *
   * @throws InvalidProjectException with all that is wrong with it
   */
  public static ProjectInput create(ProjectId id, JsonNode body) {
    Problems problems = new Problems();
    if (!(body instanceof ObjectNode object)) {
      throw new InvalidProjectException(List.of("a project is a JSON object"));
    }
    if (object.hasNonNull("id")) {
      problems.add("id is given by the farm: leave it out");
    }
    return input(id, object, problems);
  }

  /**
   * What becomes of a project when the fields of the body replace its own; null gives a field its
   * default again. The id stays.
   *
   * @throws InvalidProjectException with all that is wrong with the outcome
   */
  public static ProjectInput change(Project old, JsonNode body) {
    if (!(body instanceof ObjectNode object)) {
      throw new InvalidProjectException(List.of("a project is a JSON object"));
    }
    Problems problems = new Problems();
    if (object.hasNonNull("id") && !object.path("id").asText().equals(old.id().value())) {
      problems.add("id cannot be changed");
    }
    ObjectNode merged = write(old);
    if (object.hasNonNull("command") && !object.has("script")) {
      merged.remove("script");
    }
    if (object.hasNonNull("script") && !object.has("command")) {
      merged.remove("command");
    }
    boolean ownImage = onlyTheDefaultImage(old);
    if (ownImage) {
      merged.remove("images");
    }
    merged.setAll(object);
    return input(old.id(), merged, problems);
  }

  /** Whether the only image bears the project's name, and so must follow when that changes. */
  private static boolean onlyTheDefaultImage(Project project) {
    return project.images().equals(defaultImages(project.name()));
  }

  /**
   * A project that was stored by {@link #write}.
   *
   * @throws InvalidProjectException if it was stored by a version with other rules
   */
  public static Project stored(ProjectId id, JsonNode body) {
    Problems problems = new Problems();
    Project project = read(id, new JsonFields("", (ObjectNode) body, problems), problems);
    problems.refuse();
    return project;
  }

  private static ProjectInput input(ProjectId id, ObjectNode object, Problems problems) {
    JsonFields fields = new JsonFields("", object, problems);
    fields.refuseOthers(FIELDS);
    Project project = read(id, fields, problems);
    ProjectRules.check(project, problems);
    Secret hookSecret = ProjectSecretsJson.hookSecret(object, problems);
    GitCredential credential = ProjectSecretsJson.gitCredential(object, problems);
    problems.refuse();
    return new ProjectInput(project, hookSecret, object.has("gitCredential"), credential);
  }

  private static Project read(ProjectId id, JsonFields fields, Problems problems) {
    ProjectName name = name(fields, problems);
    return new Project(
        id,
        name,
        fields.needed("gitUrl"),
        fields.texts("branches", ALL),
        fields.texts("tags", ALL),
        fields.texts("protectedBranches", List.of()),
        directory(fields.text("directory")),
        fields.text("builder"),
        fields.text("command"),
        fields.text("script"),
        fields.map("environment"),
        images(fields, name),
        fields.texts("tagTemplates", TagNames.DEFAULT_TEMPLATES),
        Set.copyOf(fields.texts("labels", List.of())),
        fields.flag("cache", true),
        fields.flag("supersede", true),
        (int) fields.number("depth", 0),
        fields.flag("submodules", true),
        limits(fields),
        fields.duration("timeout", TIMEOUT),
        stageTimeouts(fields));
  }

  private static ProjectName name(JsonFields fields, Problems problems) {
    String text = fields.needed("name");
    try {
      return text.isEmpty() ? NAMELESS : new ProjectName(text);
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", "?"));
      return NAMELESS;
    }
  }

  /** Without the slash behind it; a dot is the root. */
  private static String directory(@Nullable String text) {
    if (text == null || text.equals(".") || text.equals("./")) {
      return "";
    }
    return text.endsWith("/") && text.length() > 1 ? text.substring(0, text.length() - 1) : text;
  }

  private static List<ImageRecipe> images(JsonFields fields, ProjectName project) {
    List<JsonFields> given = fields.objects("images");
    if (given == null) {
      return defaultImages(project);
    }
    return given.stream().map(image -> image(image, project)).toList();
  }

  private static List<ImageRecipe> defaultImages(ProjectName project) {
    return List.of(new ImageRecipe(project.last(), "Dockerfile", ".", Map.of()));
  }

  private static ImageRecipe image(JsonFields fields, ProjectName project) {
    fields.refuseOthers(Set.of("name", "dockerfile", "context", "buildArguments"));
    String context = directory(fields.text("context"));
    return new ImageRecipe(
        fields.text("name", project.last()),
        fields.text("dockerfile", "Dockerfile"),
        context.isEmpty() ? "." : context,
        fields.map("buildArguments"));
  }

  private static Limits limits(JsonFields fields) {
    JsonFields given = fields.object("limits");
    if (given == null) {
      return Limits.DEFAULT;
    }
    given.refuseOthers(LIMITS);
    return new Limits(
        given.decimal("cpus", Limits.DEFAULT.cpus()),
        given.bytes("memory", Limits.DEFAULT.memory()),
        (int) given.number("processes", Limits.DEFAULT.processes()),
        given.bytes("disk", Limits.DEFAULT.disk()),
        given.bytes("log", Limits.DEFAULT.log()));
  }

  private static Map<String, Duration> stageTimeouts(JsonFields fields) {
    JsonFields given = fields.object("stageTimeouts");
    if (given == null) {
      return Map.of();
    }
    given.refuseOthers(ProjectRules.TIMED_STAGES);
    Map<String, Duration> timeouts = new HashMap<>();
    for (String stage : ProjectRules.TIMED_STAGES) {
      if (given.object().hasNonNull(stage)) {
        timeouts.put(stage, given.duration(stage, TIMEOUT));
      }
    }
    return timeouts;
  }

  /** All of the project, defaults too, in the order in which people read it. */
  public static ObjectNode write(Project project) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", project.id().value());
    json.put("name", project.name().value());
    json.put("gitUrl", project.gitUrl());
    texts(json, "branches", project.branches());
    texts(json, "tags", project.tags());
    texts(json, "protectedBranches", project.protectedBranches());
    json.put("directory", project.directory());
    if (project.builder() != null) {
      json.put("builder", project.builder());
    }
    if (project.command() != null) {
      json.put("command", project.command());
    }
    if (project.script() != null) {
      json.put("script", project.script());
    }
    map(json, "environment", project.environment());
    for (ImageRecipe image : project.images()) {
      ObjectNode one = json.withArray("/images").addObject();
      one.put("name", image.name());
      one.put("dockerfile", image.dockerfile());
      one.put("context", image.context());
      map(one, "buildArguments", image.buildArguments());
    }
    texts(json, "tagTemplates", project.tagTemplates());
    texts(json, "labels", project.labels().stream().sorted().toList());
    json.put("cache", project.cache());
    json.put("supersede", project.supersede());
    json.put("depth", project.depth());
    json.put("submodules", project.submodules());
    ObjectNode limits = json.putObject("limits");
    limits.put("cpus", project.limits().cpus());
    limits.put("memory", Units.bytes(project.limits().memory()));
    limits.put("processes", project.limits().processes());
    limits.put("disk", Units.bytes(project.limits().disk()));
    limits.put("log", Units.bytes(project.limits().log()));
    json.put("timeout", Units.duration(project.timeout()));
    ObjectNode stageTimeouts = json.putObject("stageTimeouts");
    new TreeMap<>(project.stageTimeouts())
        .forEach((stage, timeout) -> stageTimeouts.put(stage, Units.duration(timeout)));
    return json;
  }

  private static void texts(ObjectNode json, String field, List<String> texts) {
    texts.forEach(json.putArray(field)::add);
  }

  private static void map(ObjectNode json, String field, Map<String, String> map) {
    ObjectNode object = json.putObject(field);
    map.keySet().stream().sorted().forEach(key -> object.put(key, map.get(key)));
  }
}
