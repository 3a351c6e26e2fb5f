package dev.hearth.dispatcher.people;

import java.util.Map;

/** The activity trail: written, read and exported, never changed. */
@FunctionalInterface
public interface Trail {
  /**
   * Writes down what somebody did. A trail that cannot be written must not stop what it is about
   * when that is done already: it is kept and written later.
   *
   * @param from the address from which it was asked
   * @param facts never a secret
   */
  void record(Principal who, String from, Thing where, String what, Map<String, String> facts);
}
