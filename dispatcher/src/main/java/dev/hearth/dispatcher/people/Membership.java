package dev.hearth.dispatcher.people;

/**
 * A role that somebody has on a thing itself, not inherited.
 *
 * @param key as {@link Thing#key}
 */
public record Membership(Kind kind, String key, Role role) {
  boolean isOn(Thing thing) {
    return kind == thing.kind() && key.equals(thing.key());
  }
}
