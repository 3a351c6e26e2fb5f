package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.console.frame.Frame;
import java.util.List;

/**
 * What to do at the Git host for a project that was created, or got a new secret.
 *
 * @param answered what the repository answered; empty: it was not asked
 */
public record CreatedProjectPage(
    Frame frame, String name, List<Hook> hooks, String secret, String answered) {
  public CreatedProjectPage {
    hooks = List.copyOf(hooks);
  }

  /** Where one kind of Git host sends its hooks. */
  public record Hook(String host, String url) {}

  public String address() {
    return ProjectHead.address(name);
  }
}
