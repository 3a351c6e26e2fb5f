package dev.hearth.cli.commands;

import picocli.CommandLine.Command;

/** {@code hearth members}: only says what it can do. */
@Command(
    name = "members",
    description = "Who has which role on a project, a group or an image repository.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class MembersCommand {}
