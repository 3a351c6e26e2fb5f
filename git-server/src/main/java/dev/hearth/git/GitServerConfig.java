package dev.hearth.git;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a Git server serves, and to whom.
 *
 * @param root the directory below which the bare repositories lie
 * @param port on 127.0.0.1; 0 takes any that is free
 * @param user who must sign in; nobody needs to when empty
 * @param pushes whether commits may also be pushed
 */
public record GitServerConfig(Path root, int port, Optional<BasicUser> user, boolean pushes) {
  /** Reading for everybody, on any free port. */
  public static GitServerConfig of(Path root) {
    return new GitServerConfig(root, 0, Optional.empty(), false);
  }

  public GitServerConfig onPort(int port) {
    return new GitServerConfig(root, port, user, pushes);
  }

  public GitServerConfig onlyFor(String name, String password) {
    return new GitServerConfig(root, port, Optional.of(new BasicUser(name, password)), pushes);
  }

  public GitServerConfig withPushes() {
    return new GitServerConfig(root, port, user, true);
  }
}
