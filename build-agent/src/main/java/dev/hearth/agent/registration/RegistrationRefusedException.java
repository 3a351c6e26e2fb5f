package dev.hearth.agent.registration;

/** This process can't be the agent that it was told to be. The message says what to do. */
public final class RegistrationRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RegistrationRefusedException(String message) {
    super(message);
  }

  RegistrationRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
