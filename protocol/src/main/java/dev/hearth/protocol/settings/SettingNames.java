package dev.hearth.protocol.settings;

import java.util.Set;

/**
 * Every setting of the program. One environment serves all processes of a farm, so each of them
 * must know the others' names, to tell them from a typing error.
 */
public final class SettingNames {
  public static final Set<String> ALL =
      Set.of(
          // The farm
          "HEARTH_FARM",
          "HEARTH_HOME",
          "HEARTH_AGENTS",
          "HEARTH_BUILDERS",
          "HEARTH_CA_CERTIFICATES",
          "HEARTH_DISPATCHER_PORT",
          "HEARTH_DISPATCHER_TLS_PORT",
          "HEARTH_DISPATCHERS",
          "HEARTH_ENGINE_CERTS",
          "HEARTH_ETCD_IMAGE",
          "HEARTH_ETCD_MEMBERS",
          "HEARTH_ETCD_PORT",
          "HEARTH_GIT_ALLOW",
          "HEARTH_GIT_HOSTS",
          "HEARTH_GIT_PORT",
          "HEARTH_LOG_LEVEL",
          "HEARTH_MIRROR_PORT",
          "HEARTH_POSTGRES_IMAGE",
          "HEARTH_POSTGRES_PORT",
          "HEARTH_PUBLISH_ADDRESS",
          "HEARTH_REGISTRY_IMAGE",
          "HEARTH_REGISTRY_PORT",
          // etcd, for dispatchers and agents
          "HEARTH_ETCD_ENDPOINTS",
          "HEARTH_ETCD_PASSWORD_FILE",
          "HEARTH_ETCD_USER",
          "HEARTH_FARM_CA",
          "HEARTH_LEASE_TTL",
          // Dispatchers
          "HEARTH_ADVERTISED_URL",
          "HEARTH_COMPARE_HEADS",
          "HEARTH_DATABASE",
          "HEARTH_DATABASE_PASSWORD_FILE",
          "HEARTH_DATABASE_USER",
          "HEARTH_DISPATCHER_ID",
          "HEARTH_ETCD_ADVERTISED",
          "HEARTH_ETCD_ROOT_PASSWORD_FILE",
          "HEARTH_LISTEN",
          "HEARTH_KEEP_DELIVERIES",
          "HEARTH_KEEP_LOGS",
          "HEARTH_LOGS",
          "HEARTH_OIDC_CLIENT_ID",
          "HEARTH_OIDC_CLIENT_SECRET_FILE",
          "HEARTH_OIDC_ISSUER",
          "HEARTH_REGISTRY",
          "HEARTH_REGISTRY_EVENTS_SECRET_FILE",
          "HEARTH_REGISTRY_PASSWORD_FILE",
          "HEARTH_REGISTRY_SCHEME",
          "HEARTH_REGISTRY_SERVICE",
          "HEARTH_REGISTRY_TOKEN_CERT",
          "HEARTH_REGISTRY_TOKEN_KEY",
          "HEARTH_REGISTRY_USER",
          "HEARTH_SESSION_IDLE",
          "HEARTH_SESSION_LONGEST",
          "HEARTH_TLS_ADVERTISED_URL",
          "HEARTH_TLS_CERT",
          "HEARTH_TLS_KEY",
          "HEARTH_TLS_LISTEN",
          // Agents
          "HEARTH_ADD_HOSTS",
          "HEARTH_AGENT_HOME",
          "HEARTH_AGENT_KEY_FILE",
          "HEARTH_AGENT_LABELS",
          "HEARTH_AGENT_MIN_FREE_DISK",
          "HEARTH_AGENT_NAME",
          "HEARTH_AGENT_SLOTS",
          "HEARTH_CUT_OFF_KILL",
          "HEARTH_DISPATCHER_CA",
          "HEARTH_DISPATCHER_URL",
          "HEARTH_DOCKER_HOST",
          "HEARTH_FINISH_DEADLINE",
          "HEARTH_HAND_OVER_LEASE",
          "HEARTH_ON_TERM",
          // The client
          "HEARTH_TOKEN",
          "HEARTH_URL");

  private SettingNames() {}
}
