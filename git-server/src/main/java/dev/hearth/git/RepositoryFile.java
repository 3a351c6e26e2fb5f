package dev.hearth.git;

import java.nio.charset.StandardCharsets;

/** What a commit does to one path. */
public sealed interface RepositoryFile {
  /** A regular file. */
  final class Content implements RepositoryFile {
    private final byte[] bytes;
    private final boolean executable;

    public Content(byte[] bytes, boolean executable) {
      this.bytes = bytes.clone();
      this.executable = executable;
    }

    byte[] bytes() {
      return bytes;
    }

    boolean executable() {
      return executable;
    }
  }

  /** A symbolic link; where it leads is not checked, so that tests can be hostile. */
  record Link(String target) implements RepositoryFile {}

  /** Another repository at a commit; {@code .gitmodules} is a file like any other. */
  record Submodule(String commit) implements RepositoryFile {}

  /** The path is there no more. */
  record Removed() implements RepositoryFile {}

  /** A text file that nobody can execute. */
  static RepositoryFile text(String text) {
    return new Content(text.getBytes(StandardCharsets.UTF_8), false);
  }

  /** A text file with the executable bit. */
  static RepositoryFile script(String text) {
    return new Content(text.getBytes(StandardCharsets.UTF_8), true);
  }
}
