package dev.hearth.dispatcher.people;

import java.util.Set;

/** On whose behalf a request is made. */
public sealed interface Principal {
  /** As it stands in records and trails. */
  String name();

  /** Whether what was shown is good for all that the scope is. */
  boolean has(Scope scope);

  /** Who bears the farm's own token: may everything. */
  record Administrator() implements Principal {
    static final String NAME = "admin";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public boolean has(Scope scope) {
      return true;
    }
  }

  /**
   * A person.
   *
   * @param scopes what the token that was shown is good for; all of them for a log-in
   */
  record Known(Person person, Set<Scope> scopes) implements Principal {
    public Known {
      scopes = Set.copyOf(scopes);
    }

    @Override
    public String name() {
      return person.name();
    }

    @Override
    public boolean has(Scope scope) {
      return scopes.contains(scope)
          || (scope == Scope.READ_API && scopes.contains(Scope.API))
          || (scope == Scope.READ_REGISTRY && scopes.contains(Scope.WRITE_REGISTRY));
    }
  }

  /** Nobody that is known: pulls what is public. */
  record Anonymous() implements Principal {
    @Override
    public String name() {
      return "anonymous";
    }

    @Override
    public boolean has(Scope scope) {
      return false;
    }
  }
}
