package dev.hearth.dispatcher.projects;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A project as somebody sent it: the project, and what was said of its secrets.
 *
 * @param hookSecret null: not mentioned
 * @param mentionsCredential whether anything was said of the Git credential
 * @param gitCredential null: none
 */
public record ProjectInput(
    Project project,
    @Nullable Secret hookSecret,
    boolean mentionsCredential,
    @Nullable GitCredential gitCredential) {
  /** The secrets of a new project; a hook secret is made if none was sent. */
  public ProjectSecrets newSecrets() {
    Secret secret = hookSecret == null ? ProjectSecrets.randomHookSecret() : hookSecret;
    return new ProjectSecrets(List.of(secret), gitCredential);
  }

  /** The secrets of a project that had some: what was not mentioned stays. */
  public ProjectSecrets changed(ProjectSecrets old) {
    ProjectSecrets rotated = hookSecret == null ? old : old.rotated(hookSecret);
    return mentionsCredential ? rotated.with(gitCredential) : rotated;
  }
}
