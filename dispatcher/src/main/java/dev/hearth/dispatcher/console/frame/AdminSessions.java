package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.secrets.AdminToken;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** {@link Sessions} of a farm whose only person is its administrator, kept in memory. */
public final class AdminSessions implements Sessions {
  private static final Duration LIFETIME = Duration.ofHours(12);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final AdminToken token;
  private final Clock clock;
  private final Map<String, Kept> all = new ConcurrentHashMap<>();

  private record Kept(Session session, Instant until) {}

  public AdminSessions(AdminToken token, Clock clock) {
    this.token = token;
    this.clock = clock;
  }

  @Override
  public Optional<Session> find(String cookie) {
    Kept kept = all.get(cookie);
    return kept == null || clock.instant().isAfter(kept.until())
        ? Optional.empty()
        : Optional.of(kept.session());
  }

  @Override
  public Optional<Session> logIn(String name, Secret password) {
    if (!name.equals("admin") || !token.matches(password.reveal())) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    all.values().removeIf(kept -> now.isAfter(kept.until()));
    Session session = new Session(random(), random(), new Principal.Administrator());
    all.put(session.cookie(), new Kept(session, now.plus(LIFETIME)));
    return Optional.of(session);
  }

  @Override
  public void logOut(Session session) {
    all.remove(session.cookie());
  }

  private static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
