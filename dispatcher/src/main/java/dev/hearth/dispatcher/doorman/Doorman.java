package dev.hearth.dispatcher.doorman;

import dev.hearth.dispatcher.people.Access;
import java.util.List;

/** Grants tokens: what a caller may of what they ask for. Thread-safe. */
public final class Doorman {
  private final Callers callers;
  private final Granting granting;
  private final RegistryTokens tokens;

  public Doorman(Callers callers, Access access, RepositoryFacts facts, RegistryTokens tokens) {
    this.callers = callers;
    this.granting = new Granting(access, facts);
    this.tokens = tokens;
  }

  /** A token, and what it is good for. */
  record Granted(RegistryTokens.Signed token, List<RepositoryRights> rights) {}

  Callers callers() {
    return callers;
  }

  String service() {
    return tokens.service();
  }

  /**
   * @param scopes as the client wrote them
   */
  Granted grant(Caller caller, List<String> scopes) {
    List<RepositoryRights> rights = granting.of(caller, RequestedScopes.of(scopes));
    return new Granted(tokens.sign(caller.subject(), rights, RegistryTokens.LONGEST), rights);
  }
}
