package dev.hearth.protocol.trust;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** What a server's certificate must be like. */
final class ServerCertificate {
  private ServerCertificate() {}

  static GeneralNames alternativeNames(Collection<String> hosts) {
    return new GeneralNames(
        hosts.stream()
            .map(host ->
                new GeneralName(
                    isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host))
            .toArray(GeneralName[]::new));
  }

  /** Why a new certificate is to be made; empty if the one in the file will do. */
  static Optional<String> whyNot(
      Path file, X509Certificate authority, Collection<String> hosts, Instant now)
      throws IOException {
    if (!Files.exists(file)) {
      return Optional.of("there is none yet");
    }
    X509Certificate certificate = TrustedAuthorities.certificates(file).getFirst();
    try {
      certificate.verify(authority.getPublicKey());
    } catch (GeneralSecurityException e) {
      return Optional.of("it is signed by another authority");
    }
    Set<String> missing = new TreeSet<>();
    hosts.forEach(host -> missing.add(canonical(host)));
    missing.removeAll(hostsOf(certificate));
    if (!missing.isEmpty()) {
      return Optional.of("it does not name " + String.join(", ", missing));
    }
    Instant end = certificate.getNotAfter().toInstant();
    Duration life = Duration.between(certificate.getNotBefore().toInstant(), end);
    return Duration.between(now, end).compareTo(life.dividedBy(3)) < 0
        ? Optional.of("it ends at " + end)
        : Optional.empty();
  }

  private static Set<String> hostsOf(X509Certificate certificate) throws IOException {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Set.of()
          : names.stream()
              .map(name -> canonical(String.valueOf(name.get(1))))
              .collect(Collectors.toSet());
    } catch (CertificateParsingException e) {
      throw new IOException("tried to read the names in a certificate", e);
    }
  }

  /** One spelling for each address. */
  private static String canonical(String host) {
    try {
      return isAddress(host)
          ? InetAddress.ofLiteral(host).getHostAddress()
          : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException _) {
      return host;
    }
  }

  private static boolean isAddress(String host) {
    return host.contains(":") || host.matches("[0-9.]+");
  }
}
