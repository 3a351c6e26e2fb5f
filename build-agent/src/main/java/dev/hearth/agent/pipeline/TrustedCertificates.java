package dev.hearth.agent.pipeline;

import dev.hearth.agent.StageFailure;
import dev.hearth.agent.compile.Mounted;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes compile containers trust what the operator trusts besides the public authorities: as a PEM
 * bundle and as Java's trust store, at the places where Debian's images look. Never part of a
 * product's image.
 */
final class TrustedCertificates {
  private static final Path HOST_BUNDLE = Path.of("/etc/ssl/certs/ca-certificates.crt");
  private static final String BUNDLE = "/etc/ssl/certs/ca-certificates.crt";
  private static final String TRUST_STORE = "/etc/ssl/certs/java/cacerts";
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path additional;
  private final Path made;

  /**
   * @param additional a folder with {@code .crt} and {@code .pem} files; may be missing
   * @param made a folder of the agent's own
   */
  TrustedCertificates(Path additional, Path made) {
    this.additional = additional;
    this.made = made;
  }

  /** What to mount; nothing where there are no additional certificates. Made anew each time. */
  synchronized List<Mounted> mounts() {
    try {
      List<Path> files = files();
      if (files.isEmpty()) {
        return List.of();
      }
      Files.createDirectories(made);
      Path bundle = made.resolve("ca-certificates.crt");
      Path store = made.resolve("cacerts");
      if (isOlder(bundle, files) || isOlder(store, files)) {
        writeBundle(bundle, files);
        writeTrustStore(store, files);
      }
      return List.of(Mounted.readOnly(bundle, BUNDLE), Mounted.readOnly(store, TRUST_STORE));
    } catch (IOException | GeneralSecurityException e) {
      throw StageFailure.infrastructure(
          "tried to prepare the certificates in %s for compile containers but %s; see HEARTH_CA_CERTIFICATES"
              .formatted(additional, e),
          e);
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(additional)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(additional, 2)) {
      return all.filter(file -> file.toString().matches(".*\\.(crt|pem)"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private boolean isOlder(Path product, List<Path> sources) throws IOException {
    if (!Files.exists(product)) {
      return true;
    }
    var time = Files.getLastModifiedTime(product);
    List<Path> all = new ArrayList<>(sources);
    all.add(additional);
    if (Files.exists(HOST_BUNDLE)) {
      all.add(HOST_BUNDLE);
    }
    for (Path source : all) {
      if (Files.getLastModifiedTime(source).compareTo(time) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static void writeBundle(Path bundle, List<Path> files) throws IOException {
    List<String> lines = new ArrayList<>();
    if (Files.exists(HOST_BUNDLE)) {
      lines.addAll(Files.readAllLines(HOST_BUNDLE));
    }
    for (Path file : files) {
      lines.addAll(Files.readAllLines(file));
    }
    Files.write(bundle, lines);
    readableByAll(bundle);
  }

  private static void writeTrustStore(Path target, List<Path> files)
      throws IOException, GeneralSecurityException {
    Path ours = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    KeyStore known = KeyStore.getInstance(ours.toFile(), (char[]) null);
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, PASSWORD);
    for (String alias : java.util.Collections.list(known.aliases())) {
      Certificate certificate = known.getCertificate(alias);
      if (certificate != null) {
        store.setCertificateEntry(alias, certificate);
      }
    }
    int number = 0;
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          store.setCertificateEntry("hearth-" + number++, each);
        }
      }
    }
    try (OutputStream out = Files.newOutputStream(target)) {
      store.store(out, PASSWORD);
    }
    readableByAll(target);
  }

  private static void readableByAll(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}
