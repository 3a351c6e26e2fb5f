package dev.hearth.cli.commands;

import picocli.CommandLine.Command;

/** {@code hearth registry}: its subcommands do the work. */
@Command(
    name = "registry",
    description = "Look after the registry of the farm on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class RegistryCommand {}
