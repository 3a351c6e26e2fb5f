package dev.hearth.webhook;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds whose secret a hook bears, in a time that tells nothing about the secrets. */
public final class HookSecrets {
  private HookSecrets() {}

  /**
   * The owners with whose secret one of the proofs was made: several where several share one. Every
   * candidate is compared with every proof, whether or not one has matched.
   */
  public static <K> Set<K> ownersOf(List<HookProof> proofs, Collection<HookSecret<K>> candidates) {
    Set<K> owners = new LinkedHashSet<>();
    for (HookSecret<K> candidate : candidates) {
      boolean proven = false;
      for (HookProof proof : proofs) {
        proven |= proof.isMadeWith(candidate);
      }
      if (proven) {
        owners.add(candidate.owner());
      }
    }
    return Set.copyOf(owners);
  }
}
