package dev.hearth.dispatcher.images;

import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.sql.RepositoryStore.Seen;

/**
 * A repository of the registry, as it is shown.
 *
 * @param open whether anybody may pull from it
 * @param seen pushes and pulls, as far as the registry tells them
 */
public record RepositoryView(Thing.Repository thing, boolean open, Seen seen) {
  public String path() {
    return thing.path();
  }
}
