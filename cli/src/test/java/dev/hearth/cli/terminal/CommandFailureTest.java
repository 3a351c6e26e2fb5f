package dev.hearth.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandFailureTest {
  @TempDir private Path folder;

  @Test
  void whatTheMachineRefusedIsSaidWithTheReason() {
    assertThat(said(new NoSuchFileException("/a")))
        .isEqualTo("tried to read /a, but there is no such file or folder");
    assertThat(said(new AccessDeniedException("/a")))
        .isEqualTo("tried to read /a, but permission is denied; run this as root, or as its owner");
    assertThat(said(new FileAlreadyExistsException("/a")))
        .isEqualTo("tried to read /a, but something else has that name");
    assertThat(said(new FileSystemException("/a", null, "No space left on device")))
        .isEqualTo("tried to read /a, but No space left on device");
    assertThat(said(new MalformedInputException(1)))
        .isEqualTo("tried to read /a, but it is not text in UTF-8");
    assertThat(said(new IOException("it ended"))).isEqualTo("tried to read /a, but it ended");
    assertThat(said(new IOException())).isEqualTo("tried to read /a, but IOException");
  }

  @Test
  void anotherFileThanTheOneThatWasMeantIsNamed() {
    assertThat(said(new NoSuchFileException("/b/c")))
        .isEqualTo("tried to read /a, but /b/c: there is no such file or folder");
  }

  @Test
  void whatTheJdkThrowsIsUnderstood() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (Path wrong : new Path[] {folder, folder.resolve("none"), file.resolve("below")}) {
      try {
        Files.readString(wrong);
        throw new AssertionError(wrong + " can be read");
      } catch (IOException e) {
        assertThat(CommandFailure.io("read " + wrong, e, "name another").sentence())
            .matches(
                "tried to read \\S+, but (there is no such file|Is a dir|Not a dir).*; name another");
      }
    }
  }

  private static String said(IOException cause) {
    return CommandFailure.io("read /a", cause).sentence();
  }
}
