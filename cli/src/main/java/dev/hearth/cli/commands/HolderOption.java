package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whose quota is meant. */
final class HolderOption {
  @Parameters(paramLabel = "NAME", description = "A group, like team or team/web; see --user.")
  private String name = "";

  @Option(names = "--user", description = "The name is a user's.")
  private boolean user;

  /** Where the API has the quota. */
  String path() {
    return QuotasCommand.PATH + "/" + kind() + "/" + FarmClient.part(name);
  }

  String title() {
    return kind() + " " + name;
  }

  private String kind() {
    return user ? "user" : "group";
  }
}
