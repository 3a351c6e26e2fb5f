package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A project's fields as options, over those of a file. Secrets come from files only. */
final class ProjectFields {
  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "The project as JSON, - for the standard input; options win over it.")
  private @Nullable Path file;

  @Option(
      names = "--git-url",
      paramLabel = "URL",
      description = "https://…, ssh://… or git@host:path.")
  private @Nullable String gitUrl;

  @Option(
      names = "--git-user",
      paramLabel = "NAME",
      description = "The Git host's user; needs --git-password-file.")
  private @Nullable String gitUser;

  @Option(
      names = "--git-password-file",
      paramLabel = "FILE",
      description = "Holds its password or access token.")
  private @Nullable Path gitPasswordFile;

  @Option(
      names = "--ssh-key-file",
      paramLabel = "FILE",
      description = "A private key for the Git host.")
  private @Nullable Path sshKeyFile;

  @Option(
      names = "--hook-secret-file",
      paramLabel = "FILE",
      description = "Holds the hook's secret; made if absent.")
  private @Nullable Path hookSecretFile;

  @Option(
      names = "--branch",
      paramLabel = "GLOB",
      description = "A branch that is built; all by default.")
  private List<String> branches = List.of();

  @Option(
      names = "--git-tag",
      paramLabel = "GLOB",
      description = "A Git tag that is built; all by default.")
  private List<String> tags = List.of();

  @Option(
      names = "--protected-branch",
      paramLabel = "GLOB",
      description = "A branch that writes the cache; the remote's HEAD by default.")
  private List<String> protectedBranches = List.of();

  @Option(
      names = "--directory",
      paramLabel = "PATH",
      description = "The project's folder in the repository.")
  private @Nullable String directory;

  @Option(
      names = "--builder",
      paramLabel = "NAME",
      description = "The image to compile in; none: never compile.")
  private @Nullable String builder;

  @Option(
      names = "--command",
      paramLabel = "TEXT",
      description = "The shell command that compiles.")
  private @Nullable String command;

  @Option(
      names = "--script",
      paramLabel = "PATH",
      description = "The script that compiles, instead of a command.")
  private @Nullable String script;

  @Option(
      names = "--environment",
      paramLabel = "NAME=VALUE",
      description = "For the compile container; no secrets.")
  private Map<String, String> environment = Map.of();

  @Option(
      names = "--dockerfile",
      paramLabel = "PATH",
      description = "Of the project's one image; several images: --file.")
  private @Nullable String dockerfile;

  @Option(
      names = "--tag-template",
      paramLabel = "TEXT",
      description = "A further tag, from $${branch}, $${tag}, $${short}, $${commit}, $${number}.")
  private List<String> tagTemplates = List.of();

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "What an agent must have to build it.")
  private List<String> labels = List.of();

  @Option(names = "--cpus", paramLabel = "N", description = "Default 2.")
  private @Nullable Double cpus;

  @Option(names = "--memory", paramLabel = "BYTES", description = "Like 4GiB, the default.")
  private @Nullable String memory;

  @Option(names = "--processes", paramLabel = "N", description = "Default 4096.")
  private @Nullable Integer processes;

  @Option(names = "--disk", paramLabel = "BYTES", description = "Like 20GiB, the default.")
  private @Nullable String disk;

  @Option(names = "--timeout", paramLabel = "TIME", description = "Like 1h, the default.")
  private @Nullable String timeout;

  @Option(
      names = "--stage-timeout",
      paramLabel = "STAGE=TIME",
      description =
          "Like compile=20m, of checkout, compile, image or push; as long as --timeout by default.")
  private Map<String, String> stageTimeouts = Map.of();

  @Option(names = "--no-cache", description = "Every build starts cold.")
  private boolean noCache;

  /** The fields that were given, in the API's form. */
  ObjectNode json(java.io.InputStream in) {
    ObjectNode fields = file == null ? Json.object() : fromFile(file, in);
    put(fields, "gitUrl", gitUrl);
    put(fields, "directory", directory);
    put(fields, "builder", builder);
    put(fields, "command", command);
    put(fields, "script", script);
    put(fields, "timeout", timeout);
    put(fields, "branches", branches);
    put(fields, "tags", tags);
    put(fields, "protectedBranches", protectedBranches);
    put(fields, "tagTemplates", tagTemplates);
    put(fields, "labels", labels);
    if (hookSecretFile != null) {
      fields.put("hookSecret", secret(hookSecretFile).strip());
    }
    if (noCache) {
      fields.put("cache", false);
    }
    if (dockerfile != null) {
      fields.putArray("images").addObject().put("dockerfile", dockerfile);
    }
    stageTimeouts.forEach(
        (stage, time) -> fields.withObjectProperty("stageTimeouts").put(stage, time));
    environment.forEach(fields.withObjectProperty("environment")::put);
    if (environment.isEmpty() && fields.path("environment").isEmpty()) {
      fields.remove("environment");
    }
    putLimits(fields);
    putCredential(fields);
    return fields;
  }

  private void putLimits(ObjectNode fields) {
    if (cpus == null && memory == null && processes == null && disk == null) {
      return;
    }
    ObjectNode limits = fields.withObjectProperty("limits");
    if (cpus != null) {
      limits.put("cpus", cpus);
    }
    if (processes != null) {
      limits.put("processes", processes);
    }
    put(limits, "memory", memory);
    put(limits, "disk", disk);
  }

  private void putCredential(ObjectNode fields) {
    if (sshKeyFile != null) {
      fields.putObject("gitCredential").put("sshKey", secret(sshKeyFile));
    } else if (gitUser != null && gitPasswordFile != null) {
      fields
          .putObject("gitCredential")
          .put("username", gitUser)
          .put("password", secret(gitPasswordFile).strip());
    } else if (gitUser != null || gitPasswordFile != null) {
      throw new CommandFailure("--git-user and --git-password-file go together; give both");
    }
  }

  private static ObjectNode fromFile(Path file, java.io.InputStream in) {
    JsonNode tree;
    try {
      String text =
          file.toString().equals("-")
              ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(file);
      tree = Json.parse(text, file.toString());
    } catch (IOException e) {
      throw CommandFailure.io("read " + file, e);
    }
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new CommandFailure("%s holds no project: a project is a JSON object".formatted(file));
  }

  private static String secret(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw CommandFailure.io("read " + file, e);
    }
  }

  private static void put(ObjectNode fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static void put(ObjectNode fields, String name, List<String> values) {
    if (!values.isEmpty()) {
      values.forEach(fields.putArray(name)::add);
    }
  }
}
