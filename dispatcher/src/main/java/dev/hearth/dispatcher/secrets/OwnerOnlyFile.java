package dev.hearth.dispatcher.secrets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** A one-line file that its owner alone can read: made once, never changed. */
record OwnerOnlyFile(Path path) {
  private static final Set<PosixFilePermission> MODE =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(MODE);

  /**
   * The file's text; where there is no file it is made, whole or not at all.
   *
   * @throws UnusableSecretFileException if it cannot be made or read, or others could read it
   */
  String readOrCreate(Supplier<String> text) {
    try {
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        create(text.get());
      }
      return read();
    } catch (IOException e) {
      throw new UnusableSecretFileException(
          "tried to read or make " + path + " but could not: " + e + "; check its folder's owner",
          e);
    }
  }

  private String read() throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new UnusableSecretFileException(
          "tried to read " + path + " but it is no regular file; remove it to have a new one made");
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    if (!MODE.equals(mode)) {
      throw new UnusableSecretFileException(
          "tried to read "
              + path
              + " but its mode is "
              + PosixFilePermissions.toString(mode)
              + ", so that others may know the secret; make sure that nobody does, then chmod 0600"
              + " it");
    }
    return Files.readString(path).strip();
  }

  /** Written aside and linked into place: of two processes that start together one wins. */
  private void create(String text) throws IOException {
    Path folder = path.toAbsolutePath().resolveSibling("");
    Files.createDirectories(folder);
    Path aside = folder.resolve("." + path.getFileName() + "." + UUID.randomUUID());
    try {
      try (FileChannel channel =
          FileChannel.open(
              aside,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PRIVATE)) {
        ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.createLink(path, aside);
    } catch (FileAlreadyExistsException e) {
      // Another process made it meanwhile: its text counts.
    } finally {
      Files.deleteIfExists(aside);
    }
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }
}
