package dev.hearth.protocol.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whose signature makes a server's certificate good. */
public final class TrustedAuthorities {
  private TrustedAuthorities() {}

  public static SSLContext ofThisJava() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java knows TLS", e);
    }
  }

  /**
   * Those in a PEM file, and no others.
   *
   * @throws IOException if it cannot be read or has no certificate, as a sentence
   */
  public static SSLContext in(Path pem) throws IOException {
    try {
      return context(managers(certificates(pem)));
    } catch (GeneralSecurityException e) {
      throw new IOException("there is no certificate in %s: %s".formatted(pem, e.getMessage()), e);
    }
  }

  /**
   * The certificates of a PEM file in their order, one at least.
   *
   * @throws IOException as {@link #in}
   */
  static List<X509Certificate> certificates(Path pem) throws IOException {
    if (!Files.isReadable(pem)) {
      throw new IOException("there is no readable file " + pem);
    }
    try {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(pem)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (all.isEmpty()) {
        throw new IOException("there is no certificate in " + pem);
      }
      return all;
    } catch (CertificateException e) {
      throw new IOException("there is no certificate in %s: %s".formatted(pem, e.getMessage()), e);
    }
  }

  static TrustManager[] managers(Collection<X509Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException("an empty store reads nothing", e);
    }
    for (X509Certificate each : authorities) {
      store.setCertificateEntry("authority-" + store.size(), each);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }

  static SSLContext context(TrustManager... managers) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers, null);
    return context;
  }
}
