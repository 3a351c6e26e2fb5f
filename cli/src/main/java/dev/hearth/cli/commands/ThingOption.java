package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.terminal.CommandFailure;
import picocli.CommandLine.Option;

/** Whether a name is a project's, a group's or an image repository's. */
final class ThingOption {
  @Option(names = "--group", description = "The name is a group's.")
  private boolean group;

  @Option(names = "--repository", description = "The name is an image repository's.")
  private boolean repository;

  /** Where the API has the thing of this name. */
  String path(String name) {
    if (group && repository) {
      throw new CommandFailure("--group and --repository exclude each other");
    }
    String kind = group ? "groups" : repository ? "repositories" : "projects";
    return "/api/v1/" + kind + "/" + FarmClient.part(name);
  }
}
