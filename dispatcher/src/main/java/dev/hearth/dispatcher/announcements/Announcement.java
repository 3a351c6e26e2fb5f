package dev.hearth.dispatcher.announcements;

import java.time.Instant;

/**
 * A notice that somebody put up.
 *
 * @param id sorts by time
 */
public record Announcement(String id, Notice notice, String by, Instant at) {}
