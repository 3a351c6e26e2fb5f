package dev.hearth.cli.farm;

import dev.hearth.cli.terminal.Terminal;

/**
 * Of which images the farm's servers are run.
 *
 * @param etcd {@code HEARTH_ETCD_IMAGE}, by default {@code hearth/etcd}
 * @param registry {@code HEARTH_REGISTRY_IMAGE}, by default {@code hearth/registry}
 * @param postgres {@code HEARTH_POSTGRES_IMAGE}, by default {@code hearth/postgres}
 */
public record FarmImages(String etcd, String registry, String postgres) {
  public static FarmImages of(Terminal terminal) {
    return new FarmImages(
        terminal.setting("HEARTH_ETCD_IMAGE", "hearth/etcd"),
        terminal.setting("HEARTH_REGISTRY_IMAGE", "hearth/registry"),
        terminal.setting("HEARTH_POSTGRES_IMAGE", "hearth/postgres"));
  }
}
