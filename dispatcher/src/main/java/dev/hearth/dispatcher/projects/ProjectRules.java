package dev.hearth.dispatcher.projects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.hearth.protocol.ImageRecipe;
import dev.hearth.protocol.Limits;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can be seen to be wrong with a project before anything of it is built. What only the
 * repository shows (a link that leads out of it, a missing Dockerfile) fails its stage instead.
 */
final class ProjectRules {
  /** Leaves room for the rest of a task, which must stay under 4 KiB. */
  static final int LARGEST_RECIPE = 3000;

  /** The stages that can have a time-out of their own, in their order: those that an agent runs. */
  static final Set<String> TIMED_STAGES =
      Stream.of(Stage.CHECKOUT, Stage.COMPILE, Stage.IMAGE, Stage.PUSH)
          .map(Stage::word)
          .collect(Collectors.toCollection(LinkedHashSet::new));

  private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
  private static final Pattern BUILDER = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._=/-]{0,62}");
  private static final Pattern GLOB = Pattern.compile("[^\\p{Cntrl}\\s~^:\\\\\\[]{1,200}");
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final long MIB = 1L << 20;
  private static final long TIB = 1L << 40;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private ProjectRules() {}

  static void check(Project project, Problems problems) {
    // Never repeated: somebody may have put a password into it.
    GitUrls.problem(project.gitUrl())
        .ifPresent(why -> problems.add("gitUrl is impossible: " + why));
    globs("branches", project.branches(), problems);
    globs("tags", project.tags(), problems);
    globs("protectedBranches", project.protectedBranches(), problems);
    path("directory", project.directory(), problems);
    if (project.script() != null) {
      path("script", project.script(), problems);
    }
    commands(project.command(), project.script(), problems);
    if (project.builder() != null && !BUILDER.matcher(project.builder()).matches()) {
      problems.add(
          "builder "
              + Problems.shown(project.builder())
              + " is no builder's name, which is like maven-jdk17, or none");
    }
    if (Recipe.NO_BUILDER.equals(project.builder())
        && (project.command() != null || project.script() != null)) {
      problems.add("builder none runs no command or script: leave them out, or name a builder");
    }
    images(project.images(), problems);
    variables("environment", project.environment().keySet(), problems);
    values("environment", project.environment().values(), problems);
    project.tagTemplates().forEach(template -> TagNames.checkTemplate(template, problems));
    for (String label : project.labels()) {
      if (!LABEL.matcher(label).matches()) {
        problems.add("label " + Problems.shown(label) + " is not made of A-Z a-z 0-9 . _ = / -");
      }
    }
    limits(project.limits(), problems);
    range("depth", project.depth(), 0, 1_000_000, problems);
    timeout("timeout", project.timeout(), problems);
    project
        .stageTimeouts()
        .forEach((stage, timeout) -> timeout("stageTimeouts." + stage, timeout, problems));
    int size = recipeSize(project);
    if (size > LARGEST_RECIPE) {
      problems.add(
          "what an agent must know of the project takes "
              + size
              + " bytes as JSON, and 3000 are the most: put a long command into a script of the"
              + " repository, and long build arguments or environment into files");
    }
  }

  private static void globs(String field, List<String> globs, Problems problems) {
    for (String glob : globs) {
      if (!GLOB.matcher(glob).matches()) {
        problems.add(
            field
                + " has "
                + Problems.shown(glob)
                + ", which matches no ref: a glob is a name with * and ? in it, 200 characters at"
                + " most, without spaces and ~^:\\[");
      } else if (glob.startsWith("refs/")) {
        problems.add(
            field + " has " + Problems.shown(glob) + ": leave out refs/heads/ and refs/tags/");
      }
    }
  }

  /** A path that can only lead to something inside of the repository. */
  static void path(String field, String path, Problems problems) {
    boolean escapes =
        path.startsWith("/")
            || path.startsWith("~")
            || List.of(path.split("/", -1)).stream().anyMatch(part -> part.equals(".."));
    if (escapes) {
      problems.add(
          field
              + " "
              + Problems.shown(path)
              + " leads out of the repository: give a relative path without ..");
    } else if (path.length() > 400
        || path.codePoints().anyMatch(c -> Character.isISOControl(c) || c == '\\')
        || (path + "/").startsWith(".git/")
        || (path + "/").contains("/.git/")) {
      problems.add(
          field
              + " "
              + Problems.shown(path)
              + " is no path of a repository: 400 characters at most, no backslash, no control"
              + " characters, not in .git");
    }
  }

  private static void commands(
      @Nullable String command, @Nullable String script, Problems problems) {
    if (command != null && script != null) {
      problems.add("command and script exclude each other: give one of them");
    }
    if (command != null && (command.isBlank() || command.indexOf('\0') >= 0)) {
      problems.add("command is empty or has a NUL in it: leave it out for the builder's own");
    }
    if (script != null && script.isBlank()) {
      problems.add("script is empty: leave it out for the builder's own command");
    }
  }

  private static void images(List<ImageRecipe> images, Problems problems) {
    if (images.isEmpty()) {
      problems.add("images is empty: leave it out for one image named as the project");
    }
    Set<String> names = new HashSet<>();
    for (ImageRecipe image : images) {
      if (image.name().length() > 100 || !COMPONENT.matcher(image.name()).matches()) {
        problems.add(
            "image name "
                + Problems.shown(image.name())
                + " is impossible: one part of a-z, 0-9 and single . _ - inside, 100 characters at"
                + " most");
      } else if (!names.add(image.name())) {
        problems.add("image name " + Problems.shown(image.name()) + " is given twice");
      }
      path("dockerfile", image.dockerfile(), problems);
      if (image.dockerfile().isBlank() || image.dockerfile().endsWith("/")) {
        problems.add("dockerfile of image " + Problems.shown(image.name()) + " names no file");
      }
      path("context", image.context(), problems);
      variables("buildArguments", image.buildArguments().keySet(), problems);
      values("buildArguments", image.buildArguments().values(), problems);
    }
  }

  private static void variables(String field, Set<String> names, Problems problems) {
    for (String name : names) {
      if (!VARIABLE.matcher(name).matches()) {
        problems.add(
            field
                + " has "
                + Problems.shown(name)
                + ", which is no variable's name: A-Z a-z 0-9 _, not first a digit, 100 characters"
                + " at most");
      }
    }
  }

  private static void values(String field, Iterable<String> values, Problems problems) {
    for (String value : values) {
      if (value.indexOf('\0') >= 0) {
        problems.add(field + " has a value with a NUL in it, which no process can be given");
      }
    }
  }

  private static void limits(Limits limits, Problems problems) {
    if (!(limits.cpus() >= 0.1 && limits.cpus() <= 256)) {
      problems.add("limits.cpus must be from 0.1 to 256, but is " + limits.cpus());
    }
    size("limits.memory", limits.memory(), 64 * MIB, 4 * TIB, problems);
    range("limits.processes", limits.processes(), 16, 1_000_000, problems);
    size("limits.disk", limits.disk(), 64 * MIB, 64 * TIB, problems);
    size("limits.log", limits.log(), 64 << 10, 1L << 30, problems);
  }

  private static void timeout(String field, Duration timeout, Problems problems) {
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      problems.add(field + " must be from 10s to 24h, but is " + Units.duration(timeout));
    }
  }

  private static void range(String field, long value, long least, long most, Problems problems) {
    if (value < least || value > most) {
      problems.add(field + " must be from " + least + " to " + most + ", but is " + value);
    }
  }

  private static void size(String field, long value, long least, long most, Problems problems) {
    if (value < least || value > most) {
      problems.add(
          field
              + " must be from "
              + Units.bytes(least)
              + " to "
              + Units.bytes(most)
              + ", but is "
              + Units.bytes(value));
    }
  }

  private static int recipeSize(Project project) {
    try {
      return JSON.writeValueAsString(project.recipe()).getBytes(StandardCharsets.UTF_8).length;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a recipe could not be written as JSON", e);
    }
  }
}
