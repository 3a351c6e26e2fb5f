package dev.hearth.protocol.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenKeyTest {
  @TempDir private Path folder;

  @Test
  void aKeyIsMadeOnceAndReadByItsOwnerAlone() throws IOException {
    Path key = make("a");
    byte[] made = Files.readAllBytes(key);
    make("a");

    assertThat(Files.readAllBytes(key)).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    TokenKey read = TokenKey.read(key, folder.resolve("a.pem"));
    assertThat(read.certificate().getBasicConstraints()).as("it certifies nobody").isEqualTo(-1);
    assertThat(read.toString()).isEqualTo("TokenKey(hidden)");
  }

  @Test
  void aKeyThatOthersCanReadOrOfAnotherCertificateIsRefused() throws IOException {
    Path key = make("a");
    make("b");
    assertThatThrownBy(() -> TokenKey.read(key, folder.resolve("b.pem")))
        .hasMessageContaining("another key's certificate");

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> TokenKey.read(key, folder.resolve("a.pem")))
        .hasMessageContaining("others can read it");
  }

  private Path make(String name) throws IOException {
    Path key = folder.resolve(name + ".key");
    TokenKey.findOrMake(key, folder.resolve(name + ".pem"), Clock.systemUTC());
    return key;
  }
}
