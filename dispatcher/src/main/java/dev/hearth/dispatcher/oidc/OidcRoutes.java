package dev.hearth.dispatcher.oidc;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Session;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.secrets.Sealer;
import dev.hearth.dispatcher.sessions.BrowserCookie;
import dev.hearth.dispatcher.sessions.LogIns;
import dev.hearth.dispatcher.sessions.WebSessions;
import dev.hearth.dispatcher.sql.Identities;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /login/oidc?next=/page} sends the browser to the provider, which sends it back to
 * {@code /login/oidc/callback}. Who comes for the first time becomes a person of the farm; whoever
 * is logged in already is known by both from then on.
 */
public final class OidcRoutes implements Routes {
  private static final String PATH = "/login/oidc";
  private static final Thing FARM = new Thing.Farm();

  private final Provider provider;
  private final Sealer sealer;
  private final Identities identities;
  private final WebSessions sessions;
  private final Trail trail;
  private final BrowserCookie cookie;
  private final Clock clock;

  /**
   * @param url under which people reach the farm
   */
  public OidcRoutes(
      OidcConfig config,
      String url,
      Sealer sealer,
      Identities identities,
      WebSessions sessions,
      Trail trail,
      Clock clock) {
    this.provider = new Provider(config, URI.create(url + PATH + "/callback"));
    this.sealer = sealer;
    this.identities = identities;
    this.sessions = sessions;
    this.trail = trail;
    this.cookie = new BrowserCookie("hearth-oidc", "hearth-oidc", url.startsWith("https:"));
    this.clock = clock;
  }

  @Override
  public void mount(RouteTable table) {
    table.add("GET", PATH, this::begin);
    table.add("GET", PATH + "/callback", this::end);
  }

  private Answer begin(Request request) {
    Attempt attempt =
        new Attempt(
            new Nonce().getValue(),
            new Nonce().getValue(),
            new CodeVerifier().getValue(),
            clock.instant(),
            Attempt.local(query(request, "next")));
    return to(provider.authentication(attempt).toString())
        .with(
            "Set-Cookie", cookie.header(request, attempt.sealed(sealer), Attempt.LIFE.toSeconds()));
  }

  private Answer end(Request request) {
    Attempt attempt =
        cookie
            .of(request)
            .flatMap(sealed -> Attempt.open(sealer, sealed, clock.instant()))
            .filter(one -> same(one.state(), query(request, "state")))
            .orElseThrow(() ->
                refused(
                    request,
                    "this browser has begun none, or more than "
                        + Attempt.LIFE.toMinutes()
                        + " minutes ago"));
    String code = query(request, "code");
    if (code.isEmpty()) {
      throw refused(request, "the provider says: " + shown(query(request, "error")));
    }
    Claims claims;
    try {
      claims = provider.claims(code, attempt);
    } catch (HttpFailure e) {
      told(new Principal.Anonymous(), request, "login.refused", Map.of("by", "OpenID"));
      throw e;
    }
    Person person = person(request, claims);
    if (person.blocked()) {
      throw refused(request, "the person is blocked");
    }
    Principal who = LogIns.known(person);
    told(who, request, "login", Map.of("by", claims.issuer()));
    // The attempt's cookie stays until it is over: its code is good no second time.
    return sessions.begin(request, who).in(to(attempt.next()));
  }

  private Person person(Request request, Claims claims) {
    return identities
        .find(claims.issuer(), claims.subject())
        .orElseGet(() ->
            sessions
                .of(request)
                .map(Session::who)
                .flatMap(who ->
                    who instanceof Principal.Known(Person known, _)
                        ? identities.link(claims.issuer(), claims.subject(), known)
                        : Optional.empty())
                .map(known -> linked(request, claims, known))
                .orElseGet(() -> added(request, claims)));
  }

  private Person linked(Request request, Claims claims, Person known) {
    told(LogIns.known(known), request, "identity.linked", Map.of("issuer", claims.issuer()));
    return known;
  }

  private Person added(Request request, Claims claims) {
    Person person =
        identities.add(
            claims.issuer(), claims.subject(), claims.name(), claims.fullName(), claims.email());
    told(
        LogIns.known(person),
        request,
        "person.added",
        Map.of("person", person.name(), "issuer", claims.issuer()));
    return person;
  }

  private HttpFailure refused(Request request, String why) {
    told(new Principal.Anonymous(), request, "login.refused", Map.of("by", "OpenID", "why", why));
    return HttpFailure.unauthorized("tried to log in by the OpenID provider, but " + why);
  }

  private void told(Principal who, Request request, String what, Map<String, String> facts) {
    trail.record(who, request.from(), FARM, what, facts);
  }

  private static Answer to(String address) {
    return Answer.nothing(303).with("Location", address).with("Cache-Control", "no-store");
  }

  private static String query(Request request, String name) {
    return request.query(name).stream().findFirst().orElse("");
  }

  private static String shown(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9_ .-]", "?");
    return plain.substring(0, Math.min(plain.length(), 100));
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
