package dev.hearth.agent.network;

import com.github.dockerjava.api.exception.ConflictException;
import dev.hearth.agent.engine.Engine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The network in which compiles and image builds run: to the world, but neither to each other nor
 * to this host.
 */
public final class BuildNetwork {
  public static final String NAME = "hearth-build";

  /** The name of its bridge on the host, fixed so that the firewall's rules can name it. */
  static final String BRIDGE = "hearth-build0";

  private BuildNetwork() {}

  /**
   * Makes the network again if it is gone: somebody else on this host, such as another farm that
   * was taken down, may have removed it while no build used it.
   */
  public static void restore(Engine engine) throws InterruptedException {
    boolean there =
        engine.ask(
            "look for the network " + NAME,
            client ->
                client.listNetworksCmd().withNameFilter(NAME).exec().stream()
                    .anyMatch(network -> NAME.equals(network.getName())));
    if (!there) {
      findOrCreate(engine);
    }
  }

  /**
   * Finds or makes the network and puts up the firewall's rules.
   *
   * @return what could not be set, in a sentence for the operator
   */
  public static Optional<String> findOrCreate(Engine engine) throws InterruptedException {
    engine.ask(
        "find or create the network " + NAME,
        client -> {
          List<String> known =
              client.listNetworksCmd().withNameFilter(NAME).exec().stream()
                  .map(network -> network.getName())
                  .filter(NAME::equals)
                  .toList();
          if (known.isEmpty()) {
            try {
              client
                  .createNetworkCmd()
                  .withName(NAME)
                  .withDriver("bridge")
                  .withCheckDuplicate(true)
                  .withLabels(Map.of("dev.hearth.network", "build"))
                  .withOptions(
                      Map.of(
                          "com.docker.network.bridge.name",
                          BRIDGE,
                          "com.docker.network.bridge.enable_icc",
                          "false"))
                  .exec();
            } catch (ConflictException e) {
              return "another agent of this host was faster";
            }
          }
          return "there";
        });
    return HostFirewall.putUp(BRIDGE);
  }
}
