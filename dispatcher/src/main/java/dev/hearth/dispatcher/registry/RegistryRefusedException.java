package dev.hearth.dispatcher.registry;

/** The registry said no, and will again: what was to be published fails. Operators must act. */
public final class RegistryRefusedException extends RuntimeException {
  RegistryRefusedException(String sentence) {
    super(sentence);
  }
}
