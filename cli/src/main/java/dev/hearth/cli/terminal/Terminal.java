package dev.hearth.cli.terminal;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What a command sees of the world around it.
 *
 * @param in what is typed or piped into it
 * @param out for what was asked for, and nothing else
 * @param err for errors and for what is said by the way
 * @param interactive whether a person sits there, who can be asked
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    boolean interactive) {
  public Terminal {
    environment = Map.copyOf(environment);
  }

  /** The process's own. */
  public static Terminal ofProcess() {
    return new Terminal(
        System.in,
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        System.getenv(),
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
  }

  /** A setting, or its default where it is absent or blank. */
  public String setting(String name, String otherwise) {
    String value = environment.getOrDefault(name, "");
    return value.isBlank() ? otherwise : value.strip();
  }

  /** Tells a person what goes on; programs don't read it. */
  public void say(String sentence) {
    err.println("hearth: " + sentence);
  }
}
