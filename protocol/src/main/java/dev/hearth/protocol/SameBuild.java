package dev.hearth.protocol;

/** The build that is under way for a project, ref and commit. */
public record SameBuild(BuildId build, long number) {}
