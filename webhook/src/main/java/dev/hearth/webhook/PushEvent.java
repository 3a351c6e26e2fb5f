package dev.hearth.webhook;

/**
 * A branch or tag that was made or moved, as its Git host told it; checked, so that each part can
 * be used in a key, a command or a page after that place's own quoting.
 *
 * @param ref in full, {@code refs/heads/…} or {@code refs/tags/…}, a valid name of Git's
 * @param before what the ref pointed at, as sent; all zeros when it is new
 * @param commit what to build: 40 or 64 lower-case hex digits. Where an old sender names no commit
 *     for an annotated tag this is the tag object, which a checkout has to peel
 * @param user who pushed, by login name if told, else by full name; may be empty
 */
public record PushEvent(
    GitHostProject repository, String ref, String before, String commit, String user) {}
