package dev.hearth.cli.commands;

import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks for secrets: they never stand on the command line, where others see them. */
final class SecretInput {
  private SecretInput() {}

  /**
   * What a file holds, else what is typed unseen, else the next line of the standard input.
   *
   * @param what that it is, in lower case: {@code password}
   */
  static String read(Terminal terminal, String what, @Nullable Path file) {
    String secret = file == null ? typed(terminal, what) : content(what, file);
    if (secret.isBlank()) {
      throw new CommandFailure(
          "tried to read the %s, but got none; type or pipe it in, or name a file".formatted(what));
    }
    return secret.strip();
  }

  /** A line that others may see. */
  static String line(Terminal terminal, String prompt) {
    if (terminal.interactive()) {
      return Objects.requireNonNullElse(
          Objects.requireNonNull(System.console()).readLine(prompt), "");
    }
    return next(terminal);
  }

  private static String typed(Terminal terminal, String what) {
    if (terminal.interactive()) {
      String prompt = Character.toUpperCase(what.charAt(0)) + what.substring(1) + ": ";
      char[] read = Objects.requireNonNull(System.console()).readPassword(prompt);
      return read == null ? "" : new String(read);
    }
    return next(terminal);
  }

  /** Byte by byte: what stands behind the line is the next one's. */
  private static String next(Terminal terminal) {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int one = terminal.in().read(); one >= 0 && one != '\n'; one = terminal.in().read()) {
        line.write(one);
      }
      return line.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw CommandFailure.io("read the standard input", e);
    }
  }

  private static String content(String what, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw CommandFailure.io("read the %s from %s".formatted(what, file), e);
    }
  }
}
