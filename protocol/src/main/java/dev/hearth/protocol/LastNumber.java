package dev.hearth.protocol;

/** The number of a project's newest build. */
public record LastNumber(long last) {}
