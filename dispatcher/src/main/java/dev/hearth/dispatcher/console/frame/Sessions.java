package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.projects.Secret;
import java.util.Optional;

/** Who is logged in. Every log-in makes a new session. */
public interface Sessions {
  Optional<Session> find(String cookie);

  /** Empty if the name or the password is wrong. */
  Optional<Session> logIn(String name, Secret password);

  /** From now on the session is nobody's. */
  void logOut(Session session);
}
