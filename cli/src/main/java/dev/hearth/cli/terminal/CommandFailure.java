package dev.hearth.cli.terminal;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A command could not do what it was asked. Its message is all that is shown: one sentence. */
public class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CommandFailure(String sentence) {
    super(sentence);
  }

  public CommandFailure(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }

  /**
   * For what the machine refused, with the reason and what can be done about it.
   *
   * @param tried what was tried, as {@code read /a/file}
   */
  public static CommandFailure io(String tried, IOException cause) {
    return new CommandFailure("tried to %s, but %s".formatted(tried, reason(tried, cause)), cause);
  }

  /**
   * The same with a cure.
   *
   * @param cure in the imperative, as {@code set HEARTH_HOME}
   */
  public static CommandFailure io(String tried, IOException cause, String cure) {
    return new CommandFailure(
        "tried to %s, but %s; %s".formatted(tried, reason(tried, cause), cure), cause);
  }

  private static String reason(String tried, IOException cause) {
    if (cause instanceof FileSystemException at && at.getFile() != null) {
      String why = reason(at);
      return tried.contains(at.getFile()) ? why : "%s: %s".formatted(at.getFile(), why);
    }
    return cause instanceof CharacterCodingException
        ? "it is not text in UTF-8"
        : Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
  }

  private static String reason(FileSystemException cause) {
    return switch (cause) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "permission is denied; run this as root, or as its owner";
      case FileAlreadyExistsException _ -> "something else has that name";
      case DirectoryNotEmptyException _ -> "somebody put something into it meanwhile";
      case FileSystemException other ->
          Objects.requireNonNullElse(other.getReason(), other.getClass().getSimpleName());
    };
  }

  /** The sentence. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
