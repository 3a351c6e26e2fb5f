package dev.hearth.cli.farm;

import dev.hearth.agent.AgentConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The environment of each daemon: ours, with the settings that are the daemon's business and with
 * those that the farm decides. A setting that nobody knows goes to all, and they refuse it.
 */
record DaemonSettings(
    FarmSettings farm, FarmFiles files, FarmTls tls, Map<String, String> environment) {
  private static final Set<String> NO_DAEMONS =
      Set.of(
          "HEARTH_AGENTS",
          "HEARTH_DISPATCHERS",
          "HEARTH_ETCD_IMAGE",
          "HEARTH_ETCD_MEMBERS",
          "HEARTH_GIT_PORT",
          "HEARTH_MIRROR_PORT",
          "HEARTH_POSTGRES_IMAGE",
          "HEARTH_POSTGRES_PORT",
          "HEARTH_PUBLISH_ADDRESS",
          "HEARTH_REGISTRY_IMAGE",
          "HEARTH_TOKEN",
          "HEARTH_URL");

  private static final Set<String> AGENTS_ONLY =
      Set.of(
          "HEARTH_ADD_HOSTS",
          "HEARTH_BUILDERS",
          "HEARTH_CA_CERTIFICATES",
          "HEARTH_CUT_OFF_KILL",
          "HEARTH_DOCKER_HOST",
          "HEARTH_FINISH_DEADLINE",
          "HEARTH_HAND_OVER_LEASE",
          "HEARTH_ON_TERM");

  private static final Set<String> DISPATCHER_ONLY =
      Set.of(
          "HEARTH_ADVERTISED_URL",
          "HEARTH_DATABASE",
          "HEARTH_DATABASE_PASSWORD_FILE",
          "HEARTH_DATABASE_USER",
          "HEARTH_DISPATCHER_ID",
          "HEARTH_LISTEN",
          "HEARTH_LOGS");

  /** What a dispatcher is told of a registry that is not the farm's own. */
  private static final Set<String> OTHER_REGISTRIES =
      Set.of("HEARTH_REGISTRY_PASSWORD_FILE", "HEARTH_REGISTRY_SERVICE", "HEARTH_REGISTRY_USER");

  /** Those of a dispatcher's settings that no two dispatchers can share. */
  private static final Set<String> ONE_DISPATCHERS =
      Set.of("HEARTH_DISPATCHER_ID", "HEARTH_LISTEN");

  /** Those of the first in {@link FarmSettings#dispatchers}, the second, and so on. */
  Map<String, String> dispatcher(int index) {
    Map<String, String> all =
        ours(name -> !AGENTS_ONLY.contains(name) && !name.startsWith("HEARTH_AGENT_"));
    common(all);
    if (farm.shape().dispatchers() > 1) {
      all.keySet().removeAll(ONE_DISPATCHERS);
    }
    all.put("HEARTH_DISPATCHER_PORT", String.valueOf(farm.ports().dispatchers().get(index)));
    all.put(
        "HEARTH_TLS_LISTEN",
        farm.publishAddress() + ":" + farm.ports().dispatchersTls().get(index));
    all.put("HEARTH_TLS_CERT", tls.certificate(FarmTls.DISPATCHER).toString());
    all.put("HEARTH_TLS_KEY", tls.key(FarmTls.DISPATCHER).toString());
    all.put("HEARTH_ETCD_ADVERTISED", String.join(",", farm.etcdAdvertised()));
    all.put("HEARTH_ETCD_ROOT_PASSWORD_FILE", files.secretFile("etcd-root").toString());
    all.put("HEARTH_REGISTRY_SCHEME", "https");
    if (farm.shape().ownPostgres()) {
      all.put("HEARTH_DATABASE", farm.databaseUrl());
      all.put("HEARTH_DATABASE_USER", FarmServers.DATABASE_USER);
      all.put("HEARTH_DATABASE_PASSWORD_FILE", files.secretFile("postgres").toString());
    }
    all.put("HEARTH_REGISTRY", farm.registryAddress());
    all.keySet().removeAll(OTHER_REGISTRIES);
    all.put("HEARTH_REGISTRY_EVENTS_SECRET_FILE", files.secretFile("registry-events").toString());
    all.put("HEARTH_REGISTRY_TOKEN_KEY", files.tokenKey().toString());
    all.put("HEARTH_REGISTRY_TOKEN_CERT", files.tokenCertificate().toString());
    all.put("HEARTH_ETCD_USER", FarmParts.DISPATCHER_USER);
    all.put("HEARTH_ETCD_PASSWORD_FILE", files.secretFile("etcd-dispatcher").toString());
    return all;
  }

  Map<String, String> agent(String agent) {
    Map<String, String> all =
        ours(name -> !DISPATCHER_ONLY.contains(name) && !name.startsWith("HEARTH_REGISTRY"));
    all.remove("HEARTH_DISPATCHER_CA");
    common(all);
    all.put("HEARTH_AGENT_NAME", agent);
    all.put("HEARTH_AGENT_HOME", files.agentHome(agent).toString());
    all.put("HEARTH_AGENT_KEY_FILE", files.agentKey(agent).toString());
    all.put("HEARTH_DISPATCHER_URL", String.join(",", farm.agentsUrls()));
    all.put("HEARTH_ETCD_USER", agent);
    all.put("HEARTH_ETCD_PASSWORD_FILE", files.secretFile("etcd-" + agent).toString());
    return all;
  }

  /** How long an agent that is told to end may wait for what it runs; empty if it hands over. */
  Optional<Duration> timeToFinish() {
    return AgentConfig.timeToFinish(environment);
  }

  Map<String, String> gitServer() {
    Map<String, String> all = ours(_ -> false);
    all.put("HEARTH_GIT_PORT", String.valueOf(farm.ports().git()));
    all.put("HEARTH_HOME", farm.home().toString());
    all.put("HEARTH_FARM", farm.name());
    return all;
  }

  private void common(Map<String, String> all) {
    all.put("HEARTH_FARM", farm.name());
    all.put("HEARTH_HOME", farm.home().toString());
    all.put("HEARTH_ETCD_ENDPOINTS", String.join(",", farm.etcdEndpoints()));
    all.merge("HEARTH_GIT_ALLOW", farm.gitAddress(), (given, own) -> given + "," + own);
    all.keySet().removeIf(name -> name.startsWith("HEARTH_TLS_"));
    all.put("HEARTH_FARM_CA", tls.authorities().toString());
    all.remove("HEARTH_ETCD_PORT");
    all.remove("HEARTH_DISPATCHER_TLS_PORT");
    all.remove("HEARTH_DISPATCHER_PORT");
    all.remove("HEARTH_REGISTRY_PORT");
  }

  private Map<String, String> ours(Predicate<String> wanted) {
    Map<String, String> all = new HashMap<>(environment);
    all.keySet()
        .removeIf(name ->
            name.startsWith("HEARTH_") && (NO_DAEMONS.contains(name) || !wanted.test(name)));
    return all;
  }
}
