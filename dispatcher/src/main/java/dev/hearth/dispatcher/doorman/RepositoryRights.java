package dev.hearth.dispatcher.doorman;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is asked for, or granted, on one repository.
 *
 * @param repository {@code team/app}
 */
public record RepositoryRights(String repository, Set<RegistryAction> actions) {
  public RepositoryRights {
    actions = Set.copyOf(actions);
  }

  /** {@code repository:team/app:pull,push}. */
  String text() {
    String words =
        actions.isEmpty()
            ? ""
            : EnumSet.copyOf(actions).stream()
                .map(RegistryAction::word)
                .collect(Collectors.joining(","));
    return "repository:" + repository + ":" + words;
  }

  RepositoryRights only(Set<RegistryAction> allowed) {
    return new RepositoryRights(
        repository, actions.stream().filter(allowed::contains).collect(Collectors.toSet()));
  }
}
