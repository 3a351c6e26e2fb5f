package dev.hearth.cli.farm;

import dev.hearth.cli.client.OwnFile;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a farm keeps in its home, mode 0700:
 *
 * <pre>
 * farm.json          the ports that it was started with, and how many of each it has
 * admin-token        made by the dispatcher; so are hearth.db, its key and logs/
 * tls/               the farm's authority, its servers' certificates and keys
 * secrets/{name}     passwords, each made once, mode 0600
 * registry/token.key by which dispatchers sign the registry's tokens, mode 0600
 * registry/token.pem the certificate by which the registry knows them
 * postgres/password  of the farm's own PostgreSQL, where it has one
 * agents/{agent}/    an agent's home; key: what it shows the dispatcher
 * git/               repositories of the demonstration's Git server
 * log/{part}.log     what a part printed
 * run/{part}.pid     which process it is
 * program/{version}/ the program that the parts run; the old one too until all run the new
 * </pre>
 */
public record FarmFiles(Path home) {
  public Path kept() {
    return home.resolve("farm.json");
  }

  public Path adminToken() {
    return home.resolve("admin-token");
  }

  /** Where the farm's authority is. */
  public Path tls() {
    return home.resolve("tls");
  }

  /** By which the dispatchers sign what the registry believes. */
  Path tokenKey() {
    return home.resolve("registry/token.key");
  }

  /** By which the registry knows that. */
  Path tokenCertificate() {
    return home.resolve("registry/token.pem");
  }

  Path postgresPassword() {
    return home.resolve("postgres/password");
  }

  public Path agentHome(String agent) {
    return home.resolve("agents").resolve(agent);
  }

  /** By which what the farm's agents make on this machine is found, those that ran long ago too. */
  List<String> agentIdentities() {
    Path agents = home.resolve("agents");
    if (!Files.isDirectory(agents)) {
      return List.of();
    }
    try (Stream<Path> homes = Files.list(agents)) {
      return homes
          .map(agent -> agent.resolve("state/identity"))
          .filter(Files::isReadable)
          .map(FarmFiles::read)
          .map(String::strip)
          .toList();
    } catch (IOException e) {
      throw CommandFailure.io("list " + agents, e);
    }
  }

  public Path agentKey(String agent) {
    return agentHome(agent).resolve("key");
  }

  public Path repositories() {
    return home.resolve("git");
  }

  /** The folder of what parts print. */
  public Path logs() {
    return home.resolve("log");
  }

  Path log(String part) {
    return logs().resolve(part + ".log");
  }

  Path pid(String part) {
    return home.resolve("run").resolve(part + ".pid");
  }

  Path archive(String part) {
    return home.resolve("run").resolve(part + ".jsa");
  }

  Path program() {
    return home.resolve("program");
  }

  /** The file of a password; {@link #secret} makes it. */
  public Path secretFile(String name) {
    return home.resolve("secrets").resolve(name);
  }

  /** A password, made at the first call. */
  public String secret(String name) {
    Path file = secretFile(name);
    if (!Files.exists(file)) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      OwnFile.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }
    return read(file).strip();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw CommandFailure.io("read " + file, e);
    }
  }

  /** Deletes all of it; nothing happens to a folder that is no farm's home. */
  void deleteAll() {
    if (!Files.exists(kept())) {
      return;
    }
    try {
      Trees.delete(home);
    } catch (IOException e) {
      throw CommandFailure.io("delete " + home, e);
    }
  }
}
