package dev.hearth.dispatcher.doorman;

import dev.hearth.dispatcher.people.Thing;

/** What is known of a repository, whether or not there is anything in it. */
public interface RepositoryFacts {
  /** The repository, and the project whose images it holds. */
  Thing.Repository thing(String repository);

  /** Whether anybody may pull from it. */
  boolean isPublic(String repository);

  /** Whether its project lets Developers push. */
  boolean isPushedByDevelopers(Thing.Repository repository);
}
