package dev.hearth.dispatcher.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FarmKeyTest {
  @TempDir Path folder;

  @Test
  void theKeyIsMadeAtTheFirstStartAndOnlyItsOwnerCanReadIt() throws IOException {
    Path file = folder.resolve("state/farm.key");

    String sealed = new Sealer(FarmKey.open(file)).seal("a/b/c", "clear");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(sealed).doesNotContain("clear");
    assertThat(new Sealer(FarmKey.open(file)).open("a/b/c", sealed)).isEqualTo("clear");
    try (var files = Files.list(file.resolveSibling(""))) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aKeyThatOthersCouldReadIsRefused() throws IOException {
    Path file = folder.resolve("farm.key");
    FarmKey.open(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatExceptionOfType(UnusableSecretFileException.class)
        .isThrownBy(() -> FarmKey.open(file))
        .withMessageContaining("rw-r-----")
        .withMessageContaining("chmod 0600");
  }

  @Test
  void aLinkInTheKeysPlaceIsRefused() throws IOException {
    Path file = Files.createSymbolicLink(folder.resolve("farm.key"), folder.resolve("elsewhere"));

    assertThatExceptionOfType(UnusableSecretFileException.class)
        .isThrownBy(() -> FarmKey.open(file));
  }

  @Test
  void whatIsNoKeyIsRefused() throws IOException {
    Path file = folder.resolve("farm.key");
    FarmKey.open(file);
    Files.writeString(file, "c2hvcnQ=\n");

    assertThatExceptionOfType(UnusableSecretFileException.class)
        .isThrownBy(() -> FarmKey.open(file))
        .withMessageContaining("32 bytes");
  }

  @Test
  void aSealedTextOpensOnlyInItsOwnPlaceUnchangedAndWithItsOwnKey() {
    Sealer sealer = new Sealer(FarmKey.open(folder.resolve("one")));
    String sealed = sealer.seal("project_secrets/1/sealed", "clear");
    String changed = sealed.substring(0, 20) + (sealed.charAt(20) == 'A' ? 'B' : 'A');

    assertThat(sealer.seal("project_secrets/1/sealed", "clear")).isNotEqualTo(sealed);
    assertThatExceptionOfType(CannotUnsealException.class)
        .isThrownBy(() -> sealer.open("project_secrets/2/sealed", sealed));
    assertThatExceptionOfType(CannotUnsealException.class)
        .isThrownBy(() -> sealer.open("project_secrets/1/sealed", changed + sealed.substring(21)));
    assertThatExceptionOfType(CannotUnsealException.class)
        .isThrownBy(() -> sealer.open("project_secrets/1/sealed", "v1:"));
    assertThatExceptionOfType(CannotUnsealException.class)
        .isThrownBy(() ->
            new Sealer(FarmKey.open(folder.resolve("two")))
                .open("project_secrets/1/sealed", sealed));
  }

  @Test
  void theAdministratorsTokenIsKept() throws IOException {
    Path file = folder.resolve("admin.token");
    AdminToken first = AdminToken.open(file);
    String token = Files.readString(file).strip();

    assertThat(first.matches(token)).isTrue();
    assertThat(AdminToken.open(file).matches(token)).isTrue();
    assertThat(first.matches(token + "x")).isFalse();
    assertThat(first.matches("")).isFalse();
  }

  @Test
  void processesThatStartTogetherGetOneToken() throws Exception {
    Path file = folder.resolve("admin.token");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tokens =
          IntStream.range(0, 16)
              .mapToObj(_ -> threads.submit(() -> AdminToken.open(file)))
              .toList();
      for (var token : tokens) {
        assertThat(token.get().matches(Files.readString(file).strip())).isTrue();
      }
    }
  }
}
