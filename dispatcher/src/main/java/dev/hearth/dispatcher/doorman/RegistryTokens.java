package dev.hearth.dispatcher.doorman;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.hearth.protocol.trust.TokenKey;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Signs what the registry believes: ES256, with the certificate in the header, which registry 2 and
 * 3 both take. Thread-safe.
 */
public final class RegistryTokens {
  /** As the registry's own settings name who signs. */
  public static final String ISSUER = "hearth";

  /** The longest life of any token; the registry itself is patient for a minute more. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Duration SLOW_CLOCK = Duration.ofSeconds(30);

  private final PrivateKey key;
  private final JWSHeader header;
  private final String service;
  private final Clock clock;

  /**
   * @param service as the registry calls itself in its settings
   */
  public RegistryTokens(TokenKey key, String service, Clock clock) {
    this.key = key.key();
    this.service = service;
    this.clock = clock;
    try {
      this.header =
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .type(JOSEObjectType.JWT)
              .x509CertChain(List.of(Base64.encode(key.certificate().getEncoded())))
              .build();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("the certificate of the registry's tokens is none", e);
    }
  }

  String service() {
    return service;
  }

  /**
   * A token that was signed just now.
   *
   * @param text as it goes into {@code Authorization: Bearer}
   */
  record Signed(String text, Instant issuedAt, Duration life) {}

  /**
   * Signs.
   *
   * @param subject empty: nobody that is known
   */
  Signed sign(String subject, List<RepositoryRights> granted, Duration life) {
    Instant now = clock.instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(subject)
            .audience(service)
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now.minus(SLOW_CLOCK)))
            .expirationTime(Date.from(now.plus(life)))
            .jwtID(UUID.randomUUID().toString())
            .claim("access", granted.stream().map(RegistryTokens::entry).toList())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    try {
      token.sign(signer());
    } catch (JOSEException e) {
      throw new IllegalStateException("the key of the registry's tokens is no P-256 key", e);
    }
    return new Signed(token.serialize(), now, life);
  }

  private JWSSigner signer() throws JOSEException {
    ECDSASigner signer = new ECDSASigner(key, Curve.P_256);
    signer.getJCAContext().setProvider(NativeCryptography.provider());
    return signer;
  }

  private static Map<String, Object> entry(RepositoryRights rights) {
    return Map.of(
        "type",
        "repository",
        "name",
        rights.repository(),
        "actions",
        rights.actions().stream().map(RegistryAction::word).sorted().toList());
  }
}
