package dev.hearth.protocol.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A farm's own small authority: {@code ca.pem} and {@code ca.key} (mode 0600) in a folder, and the
 * certificates that it signs for the farm's servers, {@code {name}.pem} and {@code {name}.key}.
 * Keys are EC P-256; the authority lasts ten years, a server's certificate one.
 */
public final class CertificateAuthority {
  private static final Duration OWN_LIFE = Duration.ofDays(3650);
  private static final Duration LIFE = Duration.ofDays(365);

  /** So that a host whose clock is slow takes a new certificate. */
  private static final Duration SLOW_CLOCK = Duration.ofMinutes(10);

  private final Path folder;
  private final Clock clock;
  private final X509Certificate certificate;
  private final PrivateKey key;

  private CertificateAuthority(
      Path folder, Clock clock, X509Certificate certificate, PrivateKey key) {
    this.folder = folder;
    this.clock = clock;
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * Opens the authority, making it at the first call.
   *
   * @param name by which people know it, in its certificates
   * @throws IOException if its files can't be read or made, as a sentence
   */
  public static CertificateAuthority open(Path folder, String name, Clock clock)
      throws IOException {
    Path pem = folder.resolve("ca.pem");
    Path key = folder.resolve("ca.key");
    try {
      if (!Files.exists(pem) || !Files.exists(key)) {
        KeyPair own = newKeys();
        Instant end = clock.instant().plus(OWN_LIFE);
        X500Name subject = new X500Name("CN=Hearth farm " + name);
        X509Certificate made =
            sign(
                builder(subject, subject, own.getPublic(), clock, end)
                    .addExtension(
                        Extension.keyUsage,
                        true,
                        new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0)),
                own.getPrivate());
        PemFiles.writeKey(key, own.getPrivate());
        PemFiles.writeCertificates(pem, made);
      }
      return new CertificateAuthority(
          folder, clock, TrustedAuthorities.certificates(pem).getFirst(), PemFiles.readKey(key));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("tried to open the farm's authority in %s".formatted(folder), e);
    }
  }

  /** The file of its certificate: what others trust. */
  public Path authorities() {
    return folder.resolve("ca.pem");
  }

  /** The file of a server's certificate, this authority's behind it. */
  public Path certificate(String server) {
    return folder.resolve(server + ".pem");
  }

  /** The file of a server's key. */
  public Path key(String server) {
    return folder.resolve(server + ".key");
  }

  /**
   * Makes sure that a server has a certificate for all its hosts with a third of its life left.
   *
   * @param hosts names and addresses
   * @return why a new one was made; empty if the one that is there is good
   * @throws IOException if files can't be read or written
   */
  public Optional<String> certify(String server, Collection<String> hosts) throws IOException {
    try {
      Optional<String> reason =
          ServerCertificate.whyNot(certificate(server), certificate, hosts, clock.instant());
      if (reason.isPresent()) {
        KeyPair keys = newKeys();
        Instant end = clock.instant().plus(LIFE);
        X509Certificate made =
            sign(
                builder(subject(), new X500Name("CN=" + server), keys.getPublic(), clock, end)
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(
                            new KeyPurposeId[] {
                              KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                            }))
                    .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        ServerCertificate.alternativeNames(hosts)),
                key);
        PemFiles.writeKey(key(server), keys.getPrivate());
        PemFiles.writeCertificates(certificate(server), made, certificate);
      }
      return reason;
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("tried to certify " + server, e);
    }
  }

  private X500Name subject() {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Clock clock, Instant end)
      throws CertIOException {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(127, new SecureRandom()),
        Date.from(clock.instant().minus(SLOW_CLOCK)),
        Date.from(end),
        subject,
        key);
  }

  static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey signer)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
  }
}
