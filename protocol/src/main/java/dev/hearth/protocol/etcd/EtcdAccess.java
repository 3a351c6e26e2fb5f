package dev.hearth.protocol.etcd;

import dev.hearth.protocol.AgentId;
import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.auth.Permission;
import io.etcd.jetcd.options.OptionsUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Who may do what in a farm's etcd: {@code root} everything, dispatchers all under the farm's
 * prefix, each agent what {@link FarmKeys#writtenBy} and {@link FarmKeys#readBy} name. Every method
 * can be called again: what is as it should be stays.
 */
public final class EtcdAccess implements AutoCloseable {
  public static final String ROOT = "root";

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Client client;
  private final FarmKeys keys;

  private EtcdAccess(Client client, FarmKeys keys) {
    this.client = client;
    this.keys = keys;
  }

  /**
   * Makes sure that etcd asks for passwords, and connects as {@code root}.
   *
   * @param etcd its user is not asked for
   * @throws EtcdUnavailableException if etcd does not answer, or knows root by another password
   */
  public static EtcdAccess secure(EtcdConfig etcd, String rootPassword, FarmKeys keys) {
    EtcdAccess root = new EtcdAccess(connect(etcd.as(ROOT, rootPassword)), keys);
    if (root.isKnown()) {
      return root;
    }
    root.close();
    try (EtcdAccess open = new EtcdAccess(connect(etcd.as(null, null)), keys)) {
      open.user(ROOT, rootPassword);
      open.grant(ROOT, ROOT);
      open.settle("require passwords", "", open.auth().authEnable());
    }
    return new EtcdAccess(connect(etcd.as(ROOT, rootPassword)), keys);
  }

  /**
   * Connects as {@code root} to an etcd that asks for passwords.
   *
   * @throws EtcdUnavailableException if it does not answer, asks for none, or knows root by another
   */
  public static EtcdAccess root(EtcdConfig etcd, String rootPassword, FarmKeys keys) {
    EtcdAccess root = new EtcdAccess(connect(etcd.as(ROOT, rootPassword)), keys);
    if (root.isKnown()) {
      return root;
    }
    root.close();
    throw new EtcdUnavailableException(
        "tried to sign in to etcd as root, but it asks nobody for a password", null);
  }

  /** A dispatcher's user: reads and writes whatever is the farm's. */
  public void addDispatcher(String user, String password) {
    user(user, password);
    allow(user, keys.all(), Permission.Type.READWRITE);
    // The store's revision is asked for with this key, which never stands.
    allow(user, "/", Permission.Type.READ, bytes("/"), bytes("/\0"));
    grant(user, user);
  }

  /** An agent's user, named as the agent. */
  public void addAgent(AgentId agent, String password) {
    String user = agent.value();
    user(user, password);
    keys.writtenBy(agent).forEach(path -> allow(user, path, Permission.Type.READWRITE));
    keys.readBy(agent).forEach(path -> allow(user, path, Permission.Type.READ));
    grant(user, user);
  }

  /** Takes an agent's user away: from then on etcd answers it no request. */
  public void removeAgent(AgentId agent) {
    String user = agent.value();
    settle("remove the user " + user, "user name not found", auth().userDelete(bytes(user)));
    settle("remove the role " + user, "role name not found", auth().roleDelete(bytes(user)));
  }

  @Override
  public void close() {
    client.close();
  }

  /** Whether passwords are asked for and root's is the right one. */
  private boolean isKnown() {
    try {
      auth().userList().get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      if (saysThat(e, "authentication is not enabled")) {
        return false;
      }
      throw new EtcdUnavailableException(
          "tried to sign in to etcd as root, but etcd said: " + words(e), e);
    } catch (TimeoutException e) {
      throw new EtcdUnavailableException(
          "tried to sign in to etcd as root, but it did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EtcdUnavailableException("was interrupted while signing in to etcd", e);
    }
  }

  private void user(String name, String password) {
    String verb = "add the user " + name;
    if (!settle(verb, "user name already exists", auth().userAdd(bytes(name), bytes(password)))) {
      settle(verb, "", auth().userChangePassword(bytes(name), bytes(password)));
    }
    settle("add the role " + name, "role name already exists", auth().roleAdd(bytes(name)));
  }

  private void grant(String user, String role) {
    settle("grant a role to " + user, "", auth().userGrantRole(bytes(user), bytes(role)));
  }

  /** A path that ends with a slash stands for all under it, any other for itself. */
  private void allow(String role, String path, Permission.Type type) {
    ByteSequence from = bytes(path);
    allow(
        role,
        path,
        type,
        from,
        path.endsWith("/") ? OptionsUtil.prefixEndOf(from) : bytes(path + "\0"));
  }

  private void allow(
      String role, String path, Permission.Type type, ByteSequence from, ByteSequence end) {
    settle(
        "let " + role + " use " + path,
        "",
        auth().roleGrantPermission(bytes(role), from, end, type));
  }

  /** False if etcd said the words by which it says that nothing was to be done. */
  private <R> boolean settle(String verb, String settled, CompletableFuture<R> future) {
    try {
      future.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      if (!settled.isEmpty() && saysThat(e, settled)) {
        return false;
      }
      throw new EtcdUnavailableException("tried to " + verb + " but etcd said: " + words(e), e);
    } catch (TimeoutException e) {
      throw new EtcdUnavailableException("tried to " + verb + " but etcd did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EtcdUnavailableException("was interrupted while trying to " + verb, e);
    }
  }

  private Auth auth() {
    return client.getAuthClient();
  }

  private static boolean saysThat(ExecutionException e, String words) {
    return words(e).contains(words);
  }

  /** jetcd leaves etcd's words to the innermost cause. */
  private static String words(ExecutionException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private static Client connect(EtcdConfig etcd) {
    return EtcdClients.builder(etcd).retryMaxAttempts(2).build();
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }
}
