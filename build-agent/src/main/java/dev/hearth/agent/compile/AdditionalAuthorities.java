package dev.hearth.agent.compile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Authorities whose certificates the host trusts besides the public ones, as a firm's own proxy
 * needs. Compile containers get them mounted read-only where Debian's programs and its Java look;
 * they never get into an image.
 */
public record AdditionalAuthorities(List<Mounted> mounts, Map<String, String> environment) {
  public static final AdditionalAuthorities NONE = new AdditionalAuthorities(List.of(), Map.of());

  private static final Path HOST_BUNDLE = Path.of("/etc/ssl/certs/ca-certificates.crt");
  private static final String BUNDLE = "/etc/ssl/certs/ca-certificates.crt";
  private static final String TRUST_STORE = "/etc/ssl/certs/java/cacerts";

  /** Every Java's trust store has it; it protects nothing. */
  private static final char[] PASSWORD = "changeit".toCharArray();

  public AdditionalAuthorities {
    mounts = List.copyOf(mounts);
    environment = Map.copyOf(environment);
  }

  /**
   * Makes a PEM bundle and a Java trust store, each of what this host and this Java trust and the
   * additional certificates.
   *
   * @param certificates a folder of {@code .crt} and {@code .pem} files; may be absent
   * @param into an own folder for the two files
   * @throws IOException if a certificate cannot be read, with its name
   */
  public static synchronized AdditionalAuthorities prepare(Path certificates, Path into)
      throws IOException {
    List<Certificate> additional = read(certificates);
    if (additional.isEmpty()) {
      return NONE;
    }
    Files.createDirectories(into);
    Files.setPosixFilePermissions(into, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path bundle = into.toAbsolutePath().resolve("ca-certificates.crt");
    Path trustStore = into.toAbsolutePath().resolve("cacerts");
    try {
      writeBundle(bundle, additional);
      writeTrustStore(trustStore, additional);
    } catch (GeneralSecurityException e) {
      throw new IOException("tried to make the trust store " + trustStore + " but " + e, e);
    }
    return new AdditionalAuthorities(
        List.of(Mounted.readOnly(bundle, BUNDLE), Mounted.readOnly(trustStore, TRUST_STORE)),
        Map.of(
            "SSL_CERT_FILE", BUNDLE,
            "GIT_SSL_CAINFO", BUNDLE,
            "CURL_CA_BUNDLE", BUNDLE,
            "NODE_EXTRA_CA_CERTS", BUNDLE,
            "REQUESTS_CA_BUNDLE", BUNDLE));
  }

  private static List<Certificate> read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Certificate> certificates = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.toString();
        if (!Files.isRegularFile(file) || !(name.endsWith(".crt") || name.endsWith(".pem"))) {
          continue;
        }
        try (InputStream in = Files.newInputStream(file)) {
          certificates.addAll(CertificateFactory.getInstance("X.509").generateCertificates(in));
        } catch (CertificateException e) {
          throw new IOException(
              "tried to read the certificate %s but %s; remove it or set HEARTH_CA_CERTIFICATES"
                  .formatted(file, e.getMessage()),
              e);
        }
      }
    }
    return certificates;
  }

  private static void writeBundle(Path bundle, List<Certificate> additional)
      throws IOException, GeneralSecurityException {
    var text =
        new StringBuilder(
            Files.isRegularFile(HOST_BUNDLE)
                ? Files.readString(HOST_BUNDLE, StandardCharsets.US_ASCII)
                : "");
    Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    for (Certificate each : additional) {
      text.append("\n-----BEGIN CERTIFICATE-----\n")
          .append(encoder.encodeToString(each.getEncoded()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    replace(bundle, out -> out.write(text.toString().getBytes(StandardCharsets.US_ASCII)));
  }

  /** In the old format, which every Java reads without a password. */
  private static void writeTrustStore(Path file, List<Certificate> additional)
      throws IOException, GeneralSecurityException {
    Path ours = Path.of(System.getProperty("java.home", ""), "lib", "security", "cacerts");
    KeyStore known = KeyStore.getInstance(ours.toFile(), PASSWORD);
    KeyStore all = KeyStore.getInstance("JKS");
    all.load(null, PASSWORD);
    for (String alias : Collections.list(known.aliases())) {
      all.setCertificateEntry(alias, known.getCertificate(alias));
    }
    for (int i = 0; i < additional.size(); i++) {
      all.setCertificateEntry("hearth-additional-" + i, additional.get(i));
    }
    replace(file, out -> all.store(out, PASSWORD));
  }

  private interface Content {
    void write(OutputStream out) throws IOException, GeneralSecurityException;
  }

  /**
   * A new file each time, at once: containers that run keep the one that they have mounted, and
   * those that are being made find one.
   */
  private static void replace(Path file, Content content)
      throws IOException, GeneralSecurityException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (OutputStream out = Files.newOutputStream(fresh)) {
      content.write(out);
    }
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
