package dev.hearth.agent.compile;

import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All that one compile container is made of.
 *
 * @param image of the builder; present in the engine
 * @param command the program and its arguments
 * @param workspace the host's folder that is mounted at {@link CompileContainer#WORKSPACE}; it
 *     belongs to {@link CompileContainer#USER}
 * @param directory the project's folder in the workspace, empty for its root
 * @param mounts caches and certificates, besides the workspace
 */
public record CompileOrder(
    AttemptId attempt,
    String image,
    List<String> command,
    Path workspace,
    String directory,
    Map<String, String> environment,
    List<Mounted> mounts,
    Limits limits) {
  public CompileOrder {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    mounts = List.copyOf(mounts);
  }

  /** What is of use of the order of a container that an earlier process made. */
  public static CompileOrder made(
      AttemptId attempt, Path workspace, List<Mounted> caches, Limits limits) {
    return new CompileOrder(attempt, "", List.of(), workspace, "", Map.of(), caches, limits);
  }

  /** The folders of the host to which it may write, the workspace first. */
  List<Path> writable() {
    return Stream.concat(
            Stream.of(workspace),
            mounts.stream().filter(mount -> !mount.readOnly()).map(Mounted::source))
        .toList();
  }
}
