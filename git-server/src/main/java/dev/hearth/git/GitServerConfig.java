package dev.hearth.git;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a Git server serves, and to whom.
 *
 * @param root the directory below which the bare repositories lie
 * @param address of this machine on which it listens
 * @param port 0 takes any that is free
 * @param user who must sign in; nobody needs to when empty
 * @param pushes whether commits may also be pushed
 */
public record GitServerConfig(
    Path root, String address, int port, Optional<BasicUser> user, boolean pushes) {
  private static final String LOOPBACK = "127.0.0.1";

  /** Reading for everybody, on any free port of 127.0.0.1. */
  public static GitServerConfig of(Path root) {
    return new GitServerConfig(root, LOOPBACK, 0, Optional.empty(), false);
  }

  public GitServerConfig onPort(int port) {
    return new GitServerConfig(root, address, port, user, pushes);
  }

  public GitServerConfig onAddress(String other) {
    return new GitServerConfig(root, other, port, user, pushes);
  }

  public GitServerConfig onlyFor(String name, String password) {
    return new GitServerConfig(
        root, address, port, Optional.of(new BasicUser(name, password)), pushes);
  }

  public GitServerConfig withPushes() {
    return new GitServerConfig(root, address, port, user, true);
  }
}
