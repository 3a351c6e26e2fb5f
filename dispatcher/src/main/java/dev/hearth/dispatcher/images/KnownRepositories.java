package dev.hearth.dispatcher.images;

import dev.hearth.dispatcher.doorman.RepositoryFacts;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.dispatcher.sql.RepositoryStore;
import dev.hearth.protocol.ProjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * {@link RepositoryFacts} of the farm's projects. A repository is a project's if the project's
 * recipe names it, else if it is called as the project or lies below it, so that the images of an
 * older recipe stay whose they were.
 */
public final class KnownRepositories implements RepositoryFacts {
  private final CachedProjects projects;
  private final RepositoryStore store;
  private final Set<String> seenOpen = ConcurrentHashMap.newKeySet();

  public KnownRepositories(CachedProjects projects, RepositoryStore store) {
    this.projects = projects;
    this.store = store;
  }

  @Override
  public Thing.Repository thing(String repository) {
    return new Thing.Repository(
        repository,
        project(repository)
            .map(entry -> new Thing.OfProject(entry.project().id(), entry.project().name()))
            .orElse(null));
  }

  /** The project whose images a repository holds. */
  public Optional<ProjectEntry> project(String repository) {
    List<ProjectEntry> both =
        Stream.of(repository, parent(repository)).flatMap(name -> byName(name).stream()).toList();
    return both.stream()
        .filter(entry -> entry.project().repositories().contains(repository))
        .findFirst()
        .or(() -> both.stream().findFirst());
  }

  private Optional<ProjectEntry> byName(String name) {
    try {
      return projects.remembered(new ProjectName(name));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // no project can be called so
    }
  }

  private static String parent(String repository) {
    return repository.substring(0, Math.max(0, repository.lastIndexOf('/')));
  }

  /** While SQL is down, what it was when it was asked last. */
  @Override
  public boolean isPublic(String repository) {
    try {
      boolean open = store.isPublic(repository);
      if (open) {
        seenOpen.add(repository);
      } else {
        seenOpen.remove(repository);
      }
      return open;
    } catch (DatabaseDownException e) {
      return seenOpen.contains(repository);
    }
  }

  @Override
  public boolean isPushedByDevelopers(Thing.Repository repository) {
    Thing.OfProject project = repository.project();
    return project != null && store.rules(project.id()).developersPush();
  }
}
