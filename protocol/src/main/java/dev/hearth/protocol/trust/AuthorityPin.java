package dev.hearth.protocol.trust;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The fingerprint of an authority: SHA-256 of its certificate, in base64url. Who knows it needs no
 * file to know the authority's servers, as long as these send the authority's certificate along.
 */
public record AuthorityPin(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");

  /**
   * @throws IllegalArgumentException if it is no fingerprint
   */
  public AuthorityPin {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("a fingerprint has 43 characters A-Z, a-z, 0-9, - and _");
    }
  }

  /**
   * Of the last certificate in a PEM file: what a server's chain ends with.
   *
   * @throws IOException if it cannot be read or has none, as a sentence
   */
  public static AuthorityPin lastOf(Path chain) throws IOException {
    try {
      return of(TrustedAuthorities.certificates(chain).getLast());
    } catch (CertificateException e) {
      throw new IOException("tried to read the certificates in " + chain, e);
    }
  }

  static AuthorityPin of(X509Certificate certificate) throws CertificateException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new AuthorityPin(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Trusts servers whose chain holds this authority and is signed by it, under the name by which
   * they were called, and no others.
   */
  public SSLContext trust() {
    try {
      return TrustedAuthorities.context(new Pinned(this));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java knows TLS", e);
    }
  }

  /** Verifies like Java itself, once it has found the one anchor in what the server sent. */
  private static final class Pinned extends X509ExtendedTrustManager {
    private final AuthorityPin pin;

    Pinned(AuthorityPin pin) {
      this.pin = pin;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      verifier(chain).checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      verifier(chain).checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("the server's name is not known here");
    }

    private X509ExtendedTrustManager verifier(X509Certificate[] chain) throws CertificateException {
      for (X509Certificate each : chain) {
        if (of(each).equals(pin)) {
          return verifier(each);
        }
      }
      throw new CertificateException(
          "the server shows no authority with the fingerprint of the token");
    }

    private static X509ExtendedTrustManager verifier(X509Certificate anchor)
        throws CertificateException {
      try {
        return Arrays.stream(TrustedAuthorities.managers(List.of(anchor)))
            .filter(X509ExtendedTrustManager.class::isInstance)
            .map(X509ExtendedTrustManager.class::cast)
            .findFirst()
            .orElseThrow();
      } catch (GeneralSecurityException e) {
        throw new CertificateException("tried to trust the pinned authority", e);
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw noClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw noClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw noClients();
    }

    private static CertificateException noClients() {
      return new CertificateException("no client is asked for a certificate");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
