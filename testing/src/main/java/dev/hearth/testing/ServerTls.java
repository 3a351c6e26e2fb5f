package dev.hearth.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a server in a container needs to speak TLS.
 *
 * @param certificate PEM, the authority's certificate behind it; for 127.0.0.1
 * @param key PEM
 */
public record ServerTls(String certificate, String key) {
  /** Where the files are inside the container. */
  static final String CERTIFICATE = "/etc/hearth-test/tls.pem";

  static final String KEY = "/etc/hearth-test/tls.key";

  Map<String, String> files() {
    return Map.of(CERTIFICATE, certificate, KEY, key);
  }

  /** Trusts what is in the chain. */
  SSLContext trust() {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)))) {
        store.setCertificateEntry("certificate-" + store.size(), each);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("tried to trust a test's certificate", e);
    }
  }
}
