package dev.hearth.dispatcher.doorman;

import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.protocol.ProjectId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What of a request is granted: the part that is allowed, never more. Nobody is ever granted to
 * delete: that is done through the farm, which spares a tag's siblings.
 */
final class Granting {
  private static final Set<RegistryAction> NOTHING = Set.of();
  private static final Set<RegistryAction> PULL = Set.of(RegistryAction.PULL);
  private static final Set<RegistryAction> BOTH = Set.of(RegistryAction.PULL, RegistryAction.PUSH);

  private final Access access;
  private final RepositoryFacts facts;

  Granting(Access access, RepositoryFacts facts) {
    this.access = access;
    this.facts = facts;
  }

  /** Without those repositories on which nothing is granted. */
  List<RepositoryRights> of(Caller caller, List<RepositoryRights> asked) {
    return asked.stream()
        .map(one -> one.only(allowed(caller, one.repository())))
        .filter(one -> !one.actions().isEmpty())
        .toList();
  }

  private Set<RegistryAction> allowed(Caller caller, String repository) {
    return switch (caller) {
      case Caller.RunningAttempt attempt -> ofAttempt(attempt.project(), repository);
      case Caller.Somebody(Principal principal) ->
          RepositoryNames.isOwn(repository) ? NOTHING : ofSomebody(principal, repository);
    };
  }

  /** Its own staging and cache are written, its project's images and public ones are bases. */
  private Set<RegistryAction> ofAttempt(ProjectId project, String repository) {
    if (RepositoryNames.isOwn(repository)) {
      boolean own =
          repository.startsWith("hearth-staging/" + project + "/")
              || repository.startsWith("hearth-cache/" + project + "/");
      return own ? BOTH : NOTHING;
    }
    Thing.OfProject its = facts.thing(repository).project();
    boolean base = (its != null && its.id().equals(project)) || facts.isPublic(repository);
    return base ? PULL : NOTHING;
  }

  private Set<RegistryAction> ofSomebody(Principal principal, String repository) {
    Thing.Repository thing = facts.thing(repository);
    Set<RegistryAction> allowed = EnumSet.noneOf(RegistryAction.class);
    if (access.may(principal, Permission.PUSH, thing) || pushesAsDeveloper(principal, thing)) {
      allowed.add(RegistryAction.PUSH);
    }
    if (access.may(principal, Permission.PULL, thing) || facts.isPublic(repository)) {
      allowed.add(RegistryAction.PULL);
    }
    return allowed;
  }

  private boolean pushesAsDeveloper(Principal principal, Thing.Repository thing) {
    return principal instanceof Principal.Known(Person person, Set<Scope> scopes)
        && !person.blocked()
        && scopes.contains(Scope.WRITE_REGISTRY)
        && access.role(principal, thing).filter(role -> role.atLeast(Role.DEVELOPER)).isPresent()
        && facts.isPushedByDevelopers(thing);
  }
}
