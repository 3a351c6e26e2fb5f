package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.console.frame.Frame;

/**
 * Asking for a project.
 *
 * @param typed what was sent and refused
 * @param problem why; empty: nothing was
 * @param unanswered whether only the repository's silence stands against it
 */
public record NewProjectPage(Frame frame, Form typed, String problem, boolean unanswered) {
  public String kind() {
    String kind = typed.raw("credential");
    return kind.isEmpty() ? "none" : kind;
  }
}
