package dev.hearth.agent.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The Docker engine's trust in registries, {@code {folder}/{host:port}/ca.crt}. The engine reads it
 * at each request, so that it needs no new start.
 *
 * @param folder {@code /etc/docker/certs.d} for the engine that Debian starts
 */
public record EngineTrust(Path folder) {
  public static final Path STANDARD = Path.of("/etc/docker/certs.d");

  /** The file of a registry. */
  public Path file(String registry) {
    return folder.resolve(registry).resolve("ca.crt");
  }

  /**
   * Has the engine trust a registry whose certificate these authorities signed.
   *
   * @param authorities PEM
   */
  public void add(String registry, String authorities) throws IOException {
    Path file = file(registry);
    Files.createDirectories(folder.resolve(registry));
    Path aside = Files.createTempFile(folder.resolve(registry), "ca", ".new");
    Files.writeString(aside, authorities);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Takes back what {@link #add} wrote, where it is still that. */
  public void remove(String registry, String authorities) throws IOException {
    try {
      if (Files.readString(file(registry)).equals(authorities)) {
        Files.delete(file(registry));
        Files.delete(folder.resolve(registry));
      }
    } catch (NoSuchFileException e) {
      return; // nothing is there to take back
    }
  }
}
