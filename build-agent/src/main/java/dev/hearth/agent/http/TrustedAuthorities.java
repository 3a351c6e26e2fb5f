package dev.hearth.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
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
    if (!Files.isReadable(pem)) {
      throw new IOException("there is no readable file " + pem);
    }
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
      authorities.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        authorities.setCertificateEntry("authority-" + authorities.size(), each);
      }
      if (authorities.size() == 0) {
        throw new IOException("there is no certificate in " + pem);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(authorities);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("there is no certificate in %s: %s".formatted(pem, e.getMessage()), e);
    }
  }
}
