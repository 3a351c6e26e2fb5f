package dev.hearth.dispatcher.doorman;

import static dev.hearth.dispatcher.doorman.DoorFixture.APP;
import static dev.hearth.dispatcher.doorman.DoorFixture.PASSWORD;
import static dev.hearth.dispatcher.doorman.DoorFixture.SERVICE;
import static dev.hearth.dispatcher.doorman.DoorFixture.TOKEN;
import static dev.hearth.dispatcher.doorman.DoorFixture.access;
import static dev.hearth.dispatcher.doorman.DoorFixture.json;
import static dev.hearth.dispatcher.doorman.DoorFixture.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.registry.RegistryClient;
import dev.hearth.dispatcher.registry.RegistryConfig;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.trust.TokenKey;
import dev.hearth.protocol.trust.TrustedAuthorities;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The token server, and what a real registry makes of its tokens and of others'. */
@Timeout(90)
class TokenRoutesTest {
  private static final String OWN = "repository:team/app:pull,push";
  private static final String BEGIN = "/v2/team/app/blobs/uploads/";

  @TempDir static Path home;
  private static DoorFixture door;

  @BeforeAll
  static void open() throws Exception {
    door = new DoorFixture(home);
  }

  @AfterAll
  static void close() {
    door.close();
  }

  @BeforeEach
  void reset() {
    door.role = Role.MASTER;
  }

  @Test
  void aPersonPushesByPasswordAndByToken() {
    for (String secret : List.of(PASSWORD, TOKEN)) {
      HttpResponse<String> answer = door.ask("ada", secret, OWN);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(json(answer).path("expires_in").asInt()).isBetween(60, 300);
      assertThat(access(answer)).isEqualTo("team/app:pull,push");
      assertThat(door.registry("POST", BEGIN, token(answer))).isEqualTo(202);
    }
  }

  @Test
  void theAllowedPartIsGrantedWhereMoreIsAskedFor() {
    HttpResponse<String> answer =
        door.ask("ada", TOKEN, OWN, "repository:other/app:pull", "repository:public/base:pull");

    assertThat(access(answer)).isEqualTo("public/base:pull team/app:pull,push");
    assertThat(door.registry("GET", "/v2/other/app/tags/list", token(answer))).isEqualTo(401);
    assertThat(door.registry("POST", "/v2/public/base/blobs/uploads/", token(answer)))
        .isEqualTo(401);
    assertThat(door.registry("GET", "/v2/public/base/tags/list", token(answer))).isEqualTo(404);
  }

  @Test
  void whoMayOnlyPullIsNotLetPush() {
    door.role = Role.REPORTER;
    HttpResponse<String> answer = door.ask("ada", PASSWORD, OWN);

    assertThat(access(answer)).isEqualTo("team/app:pull");
    assertThat(door.registry("POST", BEGIN, token(answer))).isEqualTo(401);
    assertThat(door.registry("GET", "/v2/team/app/tags/list", token(answer))).isEqualTo(404);
  }

  @Test
  void nobodyIsLetDelete() {
    HttpResponse<String> answer =
        door.ask("admin", DoorFixture.ADMIN, "repository:team/app:pull,push,delete");

    assertThat(access(answer)).isEqualTo("team/app:pull,push");
    String digest = "sha256:" + "0".repeat(64);
    assertThat(door.registry("DELETE", "/v2/team/app/manifests/" + digest, token(answer)))
        .isEqualTo(401);
  }

  @Test
  void whoIsUnknownGetsATokenForWhatIsPublic() {
    HttpResponse<String> answer = door.ask("", "", OWN, "repository:public/base:pull,push");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(access(answer)).isEqualTo("public/base:pull");
  }

  @Test
  void signingInWithoutAskingForAnythingIsEnoughForTheRegistrysFirstPage() {
    HttpResponse<String> answer = door.ask("ada", TOKEN);
    assertThat(door.registry("GET", "/v2/", token(answer))).isEqualTo(200);
    assertThat(door.registry("GET", "/v2/_catalog", token(answer))).isEqualTo(401);
  }

  @Test
  void wrongPasswordsAreRefusedInTheRegistrysFormToldAndThenThrottled() {
    HttpResponse<String> refused = door.ask("eve", "wrong", OWN);
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(json(refused).path("errors").path(0).path("code").asText())
        .isEqualTo("UNAUTHORIZED");
    assertThat(door.trail).contains("login.refused eve");

    int status = 401;
    for (int i = 0; i < 10 && status == 401; i++) {
      status = door.ask("eve", "wrong", OWN).statusCode();
    }
    assertThat(status).isEqualTo(429);
    assertThat(door.ask("ada", TOKEN, OWN).statusCode())
        .as("tokens are not guessed, so that a neighbour's guesses lock nobody out")
        .isEqualTo(200);
  }

  @Test
  void aTokenIsGoodForItsOwnersNameOnly() {
    assertThat(door.ask("eve", TOKEN, OWN).statusCode()).isEqualTo(401);
    assertThat(door.ask("ada", DoorFixture.ADMIN, OWN).statusCode()).isEqualTo(401);
  }

  @Test
  void anotherServiceIsGivenNothing() {
    for (String query : List.of("service=other&scope=" + OWN, "scope=" + OWN)) {
      assertThat(door.askFor(query, "ada", TOKEN).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void theOauthFormTakesPasswordsAndAccessTokens() {
    String form = "&client_id=docker&access_type=offline&service=" + SERVICE + "&scope=" + OWN;
    for (String grant :
        List.of(
            "grant_type=password&username=ada&password=" + TOKEN,
            "grant_type=refresh_token&refresh_token=" + TOKEN)) {
      HttpResponse<String> answer = door.post(grant + form);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(json(answer).path("scope").asText()).isEqualTo(OWN);
      assertThat(json(answer).has("refresh_token")).isFalse();
      String token = json(answer).path("access_token").asText();
      assertThat(door.registry("POST", BEGIN, token)).isEqualTo(202);
    }
    assertThat(door.post("grant_type=refresh_token&refresh_token=hpt_x" + form).statusCode())
        .isEqualTo(401);
    assertThat(door.post("grant_type=client_credentials" + form).statusCode()).isEqualTo(400);
    assertThat(door.post("%zz=1").statusCode()).isEqualTo(400);
  }

  @Test
  void anAttemptsCredentialWritesItsStagingUntilTheAttemptIsNoLongerTheBuilds() {
    AttemptId attempt = new AttemptId(BuildId.next(), 1);
    String staging = "hearth-staging/" + APP.id() + "/app";
    String asked = "repository:" + staging + ":pull,push";
    String user = "attempt/" + attempt;
    String secret = door.credential(attempt, "east").reveal();
    assertThat(door.ask(user, secret, asked).statusCode()).as("not given yet").isEqualTo(401);

    door.running(attempt, "east");
    HttpResponse<String> answer =
        door.ask(user, secret, asked, OWN, "repository:hearth-staging/x/app:push");
    assertThat(access(answer)).isEqualTo(staging + ":pull,push team/app:pull");
    assertThat(door.registry("POST", "/v2/" + staging + "/blobs/uploads/", token(answer)))
        .isEqualTo(202);
    assertThat(door.registry("POST", BEGIN, token(answer))).isEqualTo(401);
    assertThat(door.registry("POST", "/v2/hearth-staging/x/app/blobs/uploads/", token(answer)))
        .isEqualTo(401);

    door.attempts.clear();
    assertThat(door.ask(user, secret, asked).statusCode()).as("it is over").isEqualTo(401);
  }

  @Test
  void aCredentialIsOneAttemptsAndOneAgents() {
    AttemptId first = new AttemptId(BuildId.next(), 1);
    AttemptId second = new AttemptId(first.build(), 2);
    door.running(first, "east");
    door.running(second, "west");
    String stolen = door.credential(first, "east").reveal();

    assertThat(door.ask("attempt/" + second, stolen, OWN).statusCode()).isEqualTo(401);
    assertThat(door.ask("attempt/" + first, door.credential(first, "west").reveal()).statusCode())
        .isEqualTo(401);
    assertThat(door.ask("ada", stolen, OWN).statusCode()).isIn(401, 429);
    assertThat(door.ask("attempt/nonsense", stolen).statusCode()).isEqualTo(401);
    assertThat(door.ask("attempt/" + first, stolen).statusCode()).isEqualTo(200);
  }

  @Test
  void theDispatcherSpeaksToTheRegistryByTokensOfItsOwn() {
    RegistryTokens tokens = new RegistryTokens(door.key, SERVICE, Clock.systemUTC());
    URI base = URI.create("http://" + door.registry.address());
    try (RegistryClient client =
        new RegistryClient(
            RegistryConfig.of(base, new OwnTokens(tokens), TrustedAuthorities.ofThisJava()))) {
      client.ping();
      assertThat(client.digest("hearth-staging/x/app", "none")).isEmpty();
    }
  }

  @Test
  void theRegistryRefusesTokensThatAreNotAsTheyShouldBe() throws Exception {
    JWTClaimsSet good = claims(SERVICE, "hearth", Instant.now().plusSeconds(60));
    assertThat(door.registry("POST", BEGIN, signed(good, door.key))).isEqualTo(202);

    TokenKey.findOrMake(home.resolve("other.key"), home.resolve("other.pem"), Clock.systemUTC());
    TokenKey other = TokenKey.read(home.resolve("other.key"), home.resolve("other.pem"));
    Instant soon = Instant.now().plusSeconds(60);
    Map<String, String> bad =
        Map.of(
            "other service", signed(claims("other", "hearth", soon), door.key),
            "other issuer", signed(claims(SERVICE, "other", soon), door.key),
            "expired",
                signed(
                    claims(SERVICE, "hearth", Instant.now().minus(Duration.ofMinutes(3))),
                    door.key),
            "another key", signed(good, other),
            "another key behind our certificate",
                signed(good, new TokenKey(other.key(), door.key.certificate())),
            "no signature", new PlainJWT(good).serialize(),
            "signed by a password", byPassword(good),
            "changed", changed(signed(good, door.key)));
    bad.forEach(
        (what, token) -> assertThat(door.registry("POST", BEGIN, token)).as(what).isEqualTo(401));
  }

  private static JWTClaimsSet claims(String audience, String issuer, Instant end) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .subject("eve")
        .audience(audience)
        .notBeforeTime(Date.from(end.minus(Duration.ofMinutes(10))))
        .issueTime(Date.from(end.minus(Duration.ofMinutes(10))))
        .expirationTime(Date.from(end))
        .jwtID("1")
        .claim(
            "access",
            List.of(
                Map.of(
                    "type", "repository", "name", "team/app", "actions", List.of("pull", "push"))))
        .build();
  }

  private static String signed(JWTClaimsSet claims, TokenKey key) throws Exception {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .x509CertChain(List.of(Base64.encode(key.certificate().getEncoded())))
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(new ECDSASigner((ECPrivateKey) key.key()));
    return token.serialize();
  }

  /** As who confuses the public key with a shared secret. */
  private static String byPassword(JWTClaimsSet claims) throws Exception {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.HS256)
            .x509CertChain(List.of(Base64.encode(door.key.certificate().getEncoded())))
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(new MACSigner(door.key.certificate().getPublicKey().getEncoded()));
    return token.serialize();
  }

  private static String changed(String token) {
    String[] parts = token.split("\\.", -1);
    String claims =
        new String(java.util.Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("\"eve\"", "\"adm\"");
    return parts[0]
        + "."
        + java.util.Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + "."
        + parts[2];
  }

  @Test
  void whatIsShownOfACredentialIsHidden() {
    assertThat(door.credential(new AttemptId(BuildId.next(), 1), "east").toString())
        .doesNotContain("hra_");
    assertThat(new BasicCredentials("ada", new Secret("x-secret")).toString())
        .doesNotContain("x-secret");
  }
}
