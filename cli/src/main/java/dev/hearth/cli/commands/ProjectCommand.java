package dev.hearth.cli.commands;

import picocli.CommandLine.Command;

/** {@code hearth project}: its subcommands do the work. */
@Command(
    name = "project",
    description = "Create, show, list, change and delete projects.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class ProjectCommand {}
