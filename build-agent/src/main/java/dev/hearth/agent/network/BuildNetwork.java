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
