package dev.hearth.agent.compile;

import java.util.List;

/** The program that a compile container runs. The shell stops at the first command that fails. */
public final class CompileCommand {
  private CompileCommand() {}

  public static List<String> shell(String command) {
    return List.of("sh", "-e", "-c", command);
  }

  /**
   * A script of the repository: run by its own first line where it is executable, else by the
   * shell.
   *
   * @param path relative to the project's folder
   */
  public static List<String> script(String path) {
    String run = "if [ -x \"$1\" ]; then exec \"$1\"; fi; exec sh -e \"$1\"";
    return List.of("sh", "-c", run, "hearth", "./" + path);
  }
}
