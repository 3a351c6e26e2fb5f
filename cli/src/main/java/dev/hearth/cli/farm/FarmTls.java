package dev.hearth.cli.farm;

import dev.hearth.agent.joining.EngineTrust;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import dev.hearth.protocol.trust.CertificateAuthority;
import dev.hearth.protocol.trust.TrustedAuthorities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The farm's own authority and its servers' certificates, in {@code {home}/tls}. */
record FarmTls(FarmSettings farm, FarmFiles files) {
  static final String ETCD = "etcd";
  static final String REGISTRY = "registry";
  static final String DISPATCHER = "dispatcher";

  /** Whom the farm's parts trust. */
  Path authorities() {
    return files.tls().resolve("ca.pem");
  }

  Path certificate(String server) {
    return files.tls().resolve(server + ".pem");
  }

  Path key(String server) {
    return files.tls().resolve(server + ".key");
  }

  /** Makes what is missing, and anew what ends soon; says what it made anew. */
  void prepare(Terminal terminal) {
    try {
      CertificateAuthority authority =
          CertificateAuthority.open(files.tls(), farm.name(), Clock.systemUTC());
      for (String server : List.of(ETCD, REGISTRY, DISPATCHER)) {
        boolean known = Files.exists(certificate(server));
        Optional<String> reason = authority.certify(server, hosts());
        if (known && reason.isPresent()) {
          terminal.say(
              "made a new certificate for %s, because of the old one: %s; it counts from its next start"
                  .formatted(server, reason.get()));
        }
      }
      // Servers in containers are other users; the folder above keeps all others out.
      for (String server : List.of(ETCD, REGISTRY)) {
        Files.setPosixFilePermissions(key(server), PosixFilePermissions.fromString("r--r--r--"));
      }
    } catch (IOException e) {
      throw new CommandFailure("tried to certify the farm's servers, but " + e.getMessage(), e);
    }
  }

  /** By which the farm's servers are known; what Java trusts while there is no authority yet. */
  SSLContext trust() {
    try {
      return Files.exists(authorities())
          ? TrustedAuthorities.in(authorities())
          : TrustedAuthorities.ofThisJava();
    } catch (IOException e) {
      throw new CommandFailure("tried to trust the farm's authority, but " + e.getMessage(), e);
    }
  }

  /** Lets this machine's engine know the registry. */
  void tellEngine(Terminal terminal) {
    EngineTrust engine = engine(terminal);
    try {
      engine.add(farm.registryAddress(), Files.readString(authorities()));
    } catch (IOException e) {
      terminal.say(
          "could not write %s (%s): copy %s there, so that the Docker engine knows the farm's registry"
              .formatted(engine.file(farm.registryAddress()), e, authorities()));
    }
  }

  /** Takes that back. */
  void untellEngine(Terminal terminal) {
    try {
      if (Files.exists(authorities())) {
        engine(terminal).remove(farm.registryAddress(), Files.readString(authorities()));
      }
    } catch (IOException e) {
      terminal.say(
          "could not remove %s (%s): remove it by hand"
              .formatted(engine(terminal).file(farm.registryAddress()), e));
    }
  }

  private static EngineTrust engine(Terminal terminal) {
    return new EngineTrust(
        Path.of(terminal.setting("HEARTH_ENGINE_CERTS", EngineTrust.STANDARD.toString())));
  }

  /** One certificate will do for all: servers of a kind differ in their ports. */
  private List<String> hosts() {
    List<String> hosts = new ArrayList<>(List.of("127.0.0.1", "::1", "localhost"));
    if (!hosts.contains(farm.publishAddress())) {
      hosts.add(farm.publishAddress());
    }
    farm.etcdMembers().forEach(member -> hosts.add(farm.name() + "-" + member));
    return hosts;
  }
}
