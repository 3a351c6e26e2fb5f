package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import picocli.CommandLine.Command;

/** {@code hearth hook-secrets}: only says what it can do. */
@Command(
    name = "hook-secrets",
    description = "The secrets with which a group's hooks come; two may be good at once.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class HookSecretsCommand {
  static String path(String group) {
    return "/api/v1/groups/" + FarmClient.part(group) + "/hook-secrets";
  }
}
