package dev.hearth.dispatcher.doorman;

import dev.hearth.dispatcher.people.Principal;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.ProjectId;

/** Who asks for a token. */
sealed interface Caller {
  /** Who the registry is told it is; it comes back in its notifications. */
  String subject();

  /** A person, the administrator, or nobody that is known. */
  record Somebody(Principal principal) implements Caller {
    @Override
    public String subject() {
      return principal instanceof Principal.Anonymous ? "" : principal.name();
    }
  }

  /** The agent that runs an attempt which is its build's now. */
  record RunningAttempt(AttemptId attempt, ProjectId project) implements Caller {
    @Override
    public String subject() {
      return AttemptCredentials.user(attempt);
    }
  }
}
