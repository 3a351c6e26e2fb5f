package dev.hearth.dispatcher.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.hearth.dispatcher.UnavailableException;
import dev.hearth.dispatcher.http.HttpFailure;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Speaks with the OpenID provider. Thread-safe; every method may block. */
final class Provider {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 10_000;
  private static final int MOST_KEYS = 1 << 18;
  private static final Scope SCOPE = new Scope("openid", "profile", "email");

  private final OidcConfig config;
  private final ClientID client;
  private final URI redirect;
  private volatile @Nullable OIDCProviderMetadata metadata;

  /**
   * @param redirect where the provider sends browsers back to
   */
  Provider(OidcConfig config, URI redirect) {
    this.config = config;
    this.client = new ClientID(config.clientId());
    this.redirect = redirect;
  }

  /** Where the browser goes to log in. */
  URI authentication(Attempt attempt) {
    return new AuthenticationRequest.Builder(new ResponseType("code"), SCOPE, client, redirect)
        .endpointURI(metadata().getAuthorizationEndpointURI())
        .state(new State(attempt.state()))
        .nonce(new Nonce(attempt.nonce()))
        .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /**
   * Who it is that logged in there.
   *
   * @throws HttpFailure 401 if the code or what it is exchanged for is not good
   */
  Claims claims(String code, Attempt attempt) {
    OIDCProviderMetadata provider = metadata();
    try {
      OIDCTokenResponse tokens = exchange(provider, code, attempt);
      JWT idToken = tokens.getOIDCTokens().getIDToken();
      IDTokenClaimsSet proven =
          new IDTokenValidator(
                  provider.getIssuer(),
                  client,
                  JWSAlgorithm.RS256,
                  provider.getJWKSetURI().toURL(),
                  new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_KEYS))
              .validate(idToken, new Nonce(attempt.nonce()));
      ClaimsSet described = describes(proven) ? proven : userInfo(provider, tokens, proven);
      return new Claims(
          provider.getIssuer().getValue(),
          proven.getSubject().getValue(),
          first(described, "preferred_username", "nickname"),
          first(described, "name"),
          first(described, "email"));
    } catch (BadJOSEException | ParseException e) {
      throw refused(e);
    } catch (JOSEException | MalformedURLException e) {
      throw away(e);
    }
  }

  private OIDCTokenResponse exchange(OIDCProviderMetadata provider, String code, Attempt attempt)
      throws ParseException {
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), redirect, new CodeVerifier(attempt.verifier()));
    TokenRequest request =
        new TokenRequest.Builder(
                provider.getTokenEndpointURI(),
                new ClientSecretBasic(client, new Secret(config.clientSecret().reveal())),
                grant)
            .build();
    TokenResponse response = OIDCTokenResponseParser.parse(send(request.toHTTPRequest()));
    if (!response.indicatesSuccess()) {
      ErrorObject error = response.toErrorResponse().getErrorObject();
      throw new ParseException("it refused the code: " + (error == null ? "" : error.getCode()));
    }
    if (!(response.toSuccessResponse() instanceof OIDCTokenResponse tokens)) {
      throw new ParseException("it sent no ID token");
    }
    return tokens;
  }

  private ClaimsSet userInfo(
      OIDCProviderMetadata provider, OIDCTokenResponse tokens, IDTokenClaimsSet proven)
      throws ParseException {
    if (provider.getUserInfoEndpointURI() == null) {
      return proven;
    }
    UserInfoRequest request =
        new UserInfoRequest(
            provider.getUserInfoEndpointURI(), tokens.getOIDCTokens().getBearerAccessToken());
    UserInfoResponse response = UserInfoResponse.parse(send(request.toHTTPRequest()));
    if (!response.indicatesSuccess()) {
      return proven;
    }
    var info = response.toSuccessResponse().getUserInfo();
    return info.getSubject().equals(proven.getSubject()) ? info : proven;
  }

  private static boolean describes(IDTokenClaimsSet claims) {
    return !first(claims, "preferred_username", "nickname").isEmpty();
  }

  private static String first(ClaimsSet claims, String... names) {
    return Stream.of(names)
        .flatMap(name -> Optional.ofNullable(claims.getStringClaim(name)).stream())
        .filter(value -> !value.isBlank())
        .findFirst()
        .orElse("");
  }

  private static com.nimbusds.oauth2.sdk.http.HTTPResponse send(HTTPRequest request) {
    request.setConnectTimeout(CONNECT_MILLIS);
    request.setReadTimeout(READ_MILLIS);
    request.setFollowRedirects(false);
    try {
      return request.send();
    } catch (IOException e) {
      throw away(e);
    }
  }

  /** Asked once: what a provider says of itself stays. */
  private OIDCProviderMetadata metadata() {
    OIDCProviderMetadata known = metadata;
    if (known == null) {
      try {
        known =
            OIDCProviderMetadata.resolve(new Issuer(config.issuer()), CONNECT_MILLIS, READ_MILLIS);
      } catch (GeneralException | IOException e) {
        throw away(e);
      }
      metadata = known;
    }
    return known;
  }

  private static UnavailableException away(Exception cause) {
    return new UnavailableException(
        "tried to ask the OpenID provider, but it does not answer as it should ("
            + cause.getMessage()
            + "); try again, or log in by password",
        cause);
  }

  private static HttpFailure refused(Exception cause) {
    return HttpFailure.unauthorized(
        "tried to log in by the OpenID provider, but what it sent is not good ("
            + cause.getMessage()
            + "); try again");
  }
}
