package dev.hearth.cli.farm;

import java.util.List;

/** In what a daemon is started: a network of its own, a clock of its own. */
public interface Surroundings {
  /** Words before the daemon's command line, of a program that becomes the daemon. */
  List<String> of(String part);

  /** The host as it is. */
  static Surroundings host() {
    return _ -> List.of();
  }
}
