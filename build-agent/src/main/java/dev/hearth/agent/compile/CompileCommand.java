package dev.hearth.agent.compile;

import java.util.List;

/**
 * The program that a compile container runs. The shell stops at the first command that fails. What
 * is printed as an error goes where all output goes: the engine takes two streams in whatever
 * order.
 */
public final class CompileCommand {
  private static final String ONE_STREAM = "exec 2>&1\n";

  private CompileCommand() {}

  public static List<String> shell(String command) {
    return List.of("sh", "-e", "-c", ONE_STREAM + command);
  }

  /**
   * A script of the repository: run by its own first line where it is executable, else by the
   * shell.
   *
   * @param path relative to the project's folder
   */
  public static List<String> script(String path) {
    String run = "if [ -x \"$1\" ]; then exec \"$1\"; fi; exec sh -e \"$1\"";
    return List.of("sh", "-c", ONE_STREAM + run, "hearth", "./" + path);
  }
}
