package dev.hearth.dispatcher.doorman;

import dev.hearth.dispatcher.registry.RegistryAuthorization;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * With what the dispatcher itself speaks to the registry: it signs a token for each request, good
 * for just those repositories. So it needs no password, and asks no other dispatcher.
 */
public final class OwnTokens implements RegistryAuthorization {
  /** As the registry's notifications name the dispatcher; no person can be called so. */
  public static final String SUBJECT = "hearth/dispatcher";

  private static final Duration LIFE = Duration.ofMinutes(1);
  private static final Set<RegistryAction> ALL = EnumSet.allOf(RegistryAction.class);

  private final RegistryTokens tokens;

  public OwnTokens(RegistryTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public String header(List<String> repositories) {
    List<RepositoryRights> rights =
        repositories.stream().distinct().map(one -> new RepositoryRights(one, ALL)).toList();
    return "Bearer " + tokens.sign(SUBJECT, rights, LIFE).text();
  }
}
