package dev.hearth.protocol.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The key by which a farm signs the tokens that its registry believes, EC P-256, and the
 * certificate of its own that the registry is given to check them. The farm's authority has no part
 * in it: else each of its servers' keys could sign such tokens.
 *
 * @param certificate the first in its file; those behind it are of keys that came before, which the
 *     registry goes on to believe
 */
public record TokenKey(PrivateKey key, X509Certificate certificate) {
  private static final Duration LIFE = Duration.ofDays(3650);

  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  /**
   * Makes both files where one is missing, the key's of mode 0600.
   *
   * @throws IOException as a sentence
   */
  public static void findOrMake(Path key, Path certificate, Clock clock) throws IOException {
    if (Files.exists(key) && Files.exists(certificate)) {
      return;
    }
    try {
      KeyPair keys = CertificateAuthority.newKeys();
      Instant end = clock.instant().plus(LIFE);
      X500Name name = new X500Name("CN=Hearth registry tokens");
      X509Certificate made =
          CertificateAuthority.sign(
              CertificateAuthority.builder(name, name, keys.getPublic(), clock, end)
                  .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                  .addExtension(Extension.basicConstraints, true, new BasicConstraints(false)),
              keys.getPrivate());
      PemFiles.writeKey(key, keys.getPrivate());
      PemFiles.writeCertificates(certificate, made);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("tried to make the key of the registry's tokens, " + key, e);
    }
  }

  /**
   * Reads both.
   *
   * @throws IOException as a sentence, also where others could read the key, or the two are no pair
   */
  public static TokenKey read(Path key, Path certificate) throws IOException {
    if (Files.getPosixFilePermissions(key).stream().anyMatch(OTHERS::contains)) {
      throw new IOException(
          "tried to read %s but others can read it too, and whoever has it can write every image; make sure that nobody did, then chmod 0600 it"
              .formatted(key));
    }
    try {
      TokenKey read =
          new TokenKey(
              PemFiles.readKey(key), TrustedAuthorities.certificates(certificate).getFirst());
      if (!read.isPair()) {
        throw new IOException(
            "tried to sign by %s but %s is another key's certificate; put the two together"
                .formatted(key, certificate));
      }
      return read;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "tried to read %s but it holds no EC key in PEM (PKCS #8)".formatted(key), e);
    }
  }

  private boolean isPair() throws GeneralSecurityException {
    byte[] text = certificate.getEncoded();
    Signature signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(key);
    signing.update(text);
    byte[] signed = signing.sign();
    signing.initVerify(certificate.getPublicKey());
    signing.update(text);
    return signing.verify(signed);
  }

  @Override
  public String toString() {
    return "TokenKey(hidden)";
  }
}
