package dev.hearth.dispatcher.people;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token by which a program acts for a person; the token itself is shown once, at its making.
 *
 * @param usedAt to the minute; null: never
 */
public record AccessToken(
    String id,
    String name,
    Set<Scope> scopes,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant usedAt) {
  public AccessToken {
    scopes = Set.copyOf(scopes);
  }
}
