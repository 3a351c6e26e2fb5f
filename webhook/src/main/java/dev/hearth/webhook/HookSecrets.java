package dev.hearth.webhook;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds whose secret a hook bears, in a time that tells nothing about the secrets. */
public final class HookSecrets {
  private HookSecrets() {}

  /**
   * The owners whose secret was sent: several where several share one. Every candidate is compared,
   * hash with hash, whether or not one has matched.
   */
  public static <K> Set<K> ownersOf(String sent, Collection<HookSecret<K>> candidates) {
    byte[] hash = HookSecret.hash(sent);
    Set<K> owners = new LinkedHashSet<>();
    for (HookSecret<K> candidate : candidates) {
      boolean equal = candidate.hasHash(hash);
      if (equal) {
        owners.add(candidate.owner());
      }
    }
    return Set.copyOf(owners);
  }
}
