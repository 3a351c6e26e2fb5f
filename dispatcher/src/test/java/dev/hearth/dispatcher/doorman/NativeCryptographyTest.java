package dev.hearth.dispatcher.doorman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.trust.TokenKey;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Signature;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCryptographyTest {
  private static final byte[] TEXT = {1, 2, 3};

  @Test
  void whatItSignsTheJdkBelieves(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("key.pem");
    Path certificate = directory.resolve("certificate.pem");
    TokenKey.findOrMake(file, certificate, Clock.systemUTC());
    TokenKey key = TokenKey.read(file, certificate);
    Provider provider = NativeCryptography.provider();
    assertThat(provider).as("there is a library for this machine").isNotNull();

    Signature signing = Signature.getInstance("SHA256withECDSA", provider);
    signing.initSign(key.key());
    signing.update(TEXT);
    byte[] signed = signing.sign();

    Signature checking = Signature.getInstance("SHA256withECDSA", "SunEC");
    checking.initVerify(key.certificate().getPublicKey());
    checking.update(TEXT);
    assertThat(checking.verify(signed)).isTrue();
  }
}
