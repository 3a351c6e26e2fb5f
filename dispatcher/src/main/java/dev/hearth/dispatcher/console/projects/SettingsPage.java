package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.console.frame.Form;
import dev.hearth.dispatcher.projects.Project;
import org.jspecify.annotations.Nullable;

/**
 * A project's settings.
 *
 * @param typed what was sent and refused; null: the project's own are shown
 * @param credential {@code none}, {@code password} or {@code sshKey}
 * @param problem why it was refused; empty: nothing was
 */
public record SettingsPage(
    ProjectHead head,
    Project project,
    @Nullable Form typed,
    String credential,
    String problem,
    boolean saved,
    boolean mayDelete) {
  public String value(String field) {
    return typed == null ? ProjectForm.text(project, field) : typed.raw(field);
  }

  public boolean checked(String field) {
    return typed == null ? ProjectForm.text(project, field).equals("true") : typed.checked(field);
  }
}
