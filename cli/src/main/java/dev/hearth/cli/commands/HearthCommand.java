package dev.hearth.cli.commands;

import picocli.CommandLine.Command;

/** The program by itself: only says what it can do. */
@Command(
    name = "hearth",
    description = "A build farm where a repository comes home.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "The farm that is asked: HEARTH_URL and HEARTH_TOKEN, else what hearth login kept,",
      "else the farm on this machine."
    })
public final class HearthCommand {}
