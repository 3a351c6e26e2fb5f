package dev.hearth.cli.commands;

import dev.hearth.cli.farm.Farm;
import dev.hearth.cli.farm.FarmSettings;

/** Where the parts of a farm on this machine answer, and how one gets in. */
final class FarmAddresses {
  private FarmAddresses() {}

  static String of(Farm farm) {
    FarmSettings settings = farm.settings();
    return """
      dispatcher   %s, its token in %s
      registry     %s
                   docker login -u admin --password-stdin %s <%s
      etcd         %s
      logs         %s
      log in       hearth login %s --token-file %s
      stop         hearth down
    """
        .formatted(
            String.join(" ", settings.dispatcherUrls()),
            farm.files().adminToken(),
            settings.registryAddress(),
            settings.registryAddress(),
            farm.files().adminToken(),
            String.join(" ", settings.etcdEndpoints()),
            settings.home().resolve("log"),
            settings.dispatcherUrl(),
            farm.files().adminToken());
  }
}
