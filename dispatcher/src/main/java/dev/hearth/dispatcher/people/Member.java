package dev.hearth.dispatcher.people;

import java.time.Instant;

/** A person with a role on a thing itself. */
public record Member(Person person, Role role, Instant since) {}
