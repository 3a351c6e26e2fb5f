package dev.hearth.cli.farm;

import dev.hearth.cli.client.OwnFile;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.protocol.trust.TokenKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The servers of a farm that are not ours, in containers: etcd's members, registry, PostgreSQL. */
record FarmServers(
    FarmSettings farm, FarmFiles files, FarmTls tls, Docker docker, HttpStatus http) {
  private static final String REGISTRY_SERVICE = "hearth-registry";
  private static final String TOKEN_CERTIFICATE = "/etc/hearth/tokens.pem";
  static final String DATABASE_USER = "hearth";

  /** Where servers find their certificates in their containers. */
  private static final String CERTIFICATE = "/etc/hearth/tls.pem";

  private static final String KEY = "/etc/hearth/tls.key";
  private static final String AUTHORITIES = "/etc/hearth/ca.pem";

  private static final int ETCD_CLIENTS = 2379;
  private static final int REGISTRY_CLIENTS = 5000;
  private static final int ETCD_PEERS = 2380;

  List<ServerPart> all() {
    List<ServerPart> all = new ArrayList<>(etcd());
    all.add(registry());
    if (farm.shape().ownPostgres()) {
      all.add(postgres());
    }
    return all;
  }

  List<ServersNetwork> networks() {
    return List.of(ServersNetwork.apart(farm), ServersNetwork.ofEtcd(farm));
  }

  List<ServerPart> etcd() {
    return IntStream.range(0, farm.etcdMembers().size()).mapToObj(this::etcd).toList();
  }

  Optional<String> etcdLeader() {
    return IntStream.range(0, farm.etcdMembers().size())
        .filter(index ->
            http.body(farm.etcdEndpoints().get(index) + "/metrics")
                .contains("etcd_server_is_leader 1"))
        .mapToObj(index -> farm.etcdMembers().get(index))
        .findFirst();
  }

  ServerPart registry() {
    return registry(List.of());
  }

  /** From which images can be pulled, and into which nothing is put. */
  ServerPart readOnlyRegistry() {
    return registry(List.of("--env", "REGISTRY_STORAGE_MAINTENANCE_READONLY={\"enabled\":true}"));
  }

  /** The registry tells what happened; where dispatchers are on loopback, it must be there too. */
  private List<String> notifications() {
    String endpoint =
        "[{\"name\":\"hearth\",\"url\":\"%s/registry/events\",\"timeout\":\"5s\",\"threshold\":5,\"backoff\":\"10s\",\"headers\":{\"Authorization\":[\"Bearer %s\"]}}]"
            .formatted(farm.agentsUrls().getFirst(), files.secret("registry-events"));
    return List.of(
        "--env", "REGISTRY_NOTIFICATIONS_ENDPOINTS=" + endpoint,
        "--env", "SSL_CERT_FILE=" + AUTHORITIES);
  }

  private ServerPart registry(List<String> more) {
    boolean onLoopback = farm.publishAddress().startsWith("127.");
    String listens = onLoopback ? farm.registryAddress() : ":" + REGISTRY_CLIENTS;
    return new ServerPart(
        farm,
        docker,
        onLoopback ? ServersNetwork.ofThisMachine() : ServersNetwork.apart(farm),
        "registry",
        farm.images().registry(),
        farm.ports().addresses(),
        farm.ports().registry(),
        REGISTRY_CLIENTS,
        "HEARTH_REGISTRY_PORT",
        "/var/lib/registry",
        with(
            with(with(certified(FarmTls.REGISTRY), notifications()), more),
            List.of(
                "--volume", files.tokenCertificate() + ":" + TOKEN_CERTIFICATE + ":ro",
                "--env", "REGISTRY_HTTP_ADDR=" + listens,
                "--env", "REGISTRY_HTTP_TLS_CERTIFICATE=" + CERTIFICATE,
                "--env", "REGISTRY_HTTP_TLS_KEY=" + KEY,
                "--env", "REGISTRY_AUTH=token",
                "--env", "REGISTRY_AUTH_TOKEN_REALM=" + farm.tokenRealm(),
                "--env", "REGISTRY_AUTH_TOKEN_SERVICE=" + REGISTRY_SERVICE,
                "--env", "REGISTRY_AUTH_TOKEN_ISSUER=hearth",
                "--env", "REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE=" + TOKEN_CERTIFICATE,
                "--env", "REGISTRY_STORAGE_DELETE_ENABLED=true")),
        List.of(),
        () -> http.of(farm.registryUrl() + "/v2/") == 401);
  }

  ServerPart postgres() {
    return new ServerPart(
        farm,
        docker,
        ServersNetwork.apart(farm),
        "postgres",
        farm.images().postgres(),
        List.of("127.0.0.1"),
        farm.ports().postgres(),
        5432,
        "HEARTH_POSTGRES_PORT",
        "/var/lib/postgresql/data",
        List.of(
            "--volume", files.postgresPassword() + ":/etc/hearth/password:ro",
            "--env", "POSTGRES_USER=" + DATABASE_USER,
            "--env", "POSTGRES_DB=hearth",
            "--env", "POSTGRES_PASSWORD_FILE=/etc/hearth/password",
            "--shm-size", "128m"),
        List.of(),
        // In the container, because the engine's proxy takes connections before the server does.
        () ->
            docker
                .ask("exec", farm.name() + "-postgres", "pg_isready", "-q", "-h", "127.0.0.1")
                .succeeded());
  }

  /** What containers read from us; the folder above keeps all others out. */
  void writeFiles() {
    files.secret("registry-events");
    try {
      TokenKey.findOrMake(files.tokenKey(), files.tokenCertificate(), Clock.systemUTC());
    } catch (IOException e) {
      throw CommandFailure.io("make the key of the registry's tokens", e);
    }
    if (farm.shape().ownPostgres()) {
      write(files.postgresPassword(), files.secret("postgres"));
    }
  }

  /** By settings and not by flags: etcd 3.4 refuses a flag whose variable its image has set. */
  private ServerPart etcd(int index) {
    String name = farm.etcdMembers().get(index);
    String endpoint = farm.etcdEndpoints().get(index);
    List<String> environment =
        new ArrayList<>(
            List.of(
                "ETCD_NAME=" + host(name),
                "ETCD_DATA_DIR=/var/lib/etcd",
                "ETCD_LISTEN_CLIENT_URLS=https://0.0.0.0:" + ETCD_CLIENTS,
                "ETCD_ADVERTISE_CLIENT_URLS=" + farm.etcdAdvertised().get(index),
                "ETCD_CERT_FILE=" + CERTIFICATE,
                "ETCD_KEY_FILE=" + KEY,
                "ETCD_QUOTA_BACKEND_BYTES=" + (8L << 30),
                "ETCD_LOG_LEVEL=warn",
                // Its passwords are random: slow hashes would only slow its clients down.
                "ETCD_BCRYPT_COST=4"));
    boolean alone = farm.shape().etcdMembers() == 1;
    if (!alone) {
      environment.addAll(
          List.of(
              "ETCD_LISTEN_PEER_URLS=https://0.0.0.0:" + ETCD_PEERS,
              "ETCD_PEER_CERT_FILE=" + CERTIFICATE,
              "ETCD_PEER_KEY_FILE=" + KEY,
              "ETCD_PEER_TRUSTED_CA_FILE=" + AUTHORITIES,
              "ETCD_PEER_CLIENT_CERT_AUTH=true",
              "ETCD_INITIAL_ADVERTISE_PEER_URLS=" + peerUrl(name),
              "ETCD_INITIAL_CLUSTER_TOKEN=" + farm.name(),
              "ETCD_INITIAL_CLUSTER="
                  + farm.etcdMembers().stream()
                      .map(member -> host(member) + "=" + peerUrl(member))
                      .collect(Collectors.joining(","))));
    }
    return new ServerPart(
        farm,
        docker,
        alone ? ServersNetwork.apart(farm) : ServersNetwork.ofEtcd(farm),
        name,
        farm.images().etcd(),
        farm.ports().addresses(),
        farm.ports().etcd().get(index),
        ETCD_CLIENTS,
        "HEARTH_ETCD_PORT",
        "/var/lib/etcd",
        with(
            certified(FarmTls.ETCD),
            environment.stream().flatMap(one -> List.of("--env", one).stream()).toList()),
        List.of("etcd"),
        () -> http.of(endpoint + "/health") == 200);
  }

  /** The container's name, which is its host name for the others in its network. */
  private String host(String member) {
    return farm.name() + "-" + member;
  }

  private String peerUrl(String member) {
    return "https://" + host(member) + ":" + ETCD_PEERS;
  }

  /** A server's certificate and key, and whom it trusts. */
  private List<String> certified(String server) {
    return List.of(
        "--volume", tls.certificate(server) + ":" + CERTIFICATE + ":ro",
        "--volume", tls.key(server) + ":" + KEY + ":ro",
        "--volume", tls.authorities() + ":" + AUTHORITIES + ":ro");
  }

  private static List<String> with(List<String> first, List<String> more) {
    return Stream.concat(first.stream(), more.stream()).toList();
  }

  /** The server in the container is another user, who must be able to read it. */
  private static void write(Path file, String text) {
    try {
      if (!Files.exists(file)) {
        OwnFile.write(file, text);
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    } catch (IOException e) {
      throw CommandFailure.io("write " + file, e);
    }
  }
}
