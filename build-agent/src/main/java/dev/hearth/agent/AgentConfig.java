package dev.hearth.agent;

import dev.hearth.agent.joining.AgentFile;
import dev.hearth.agent.keys.KeyFiles;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.settings.Secret;
import dev.hearth.protocol.settings.Settings;
import dev.hearth.protocol.trust.TrustedAuthorities;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * All that an agent is told by its environment.
 *
 * @param name {@code HEARTH_AGENT_NAME}, the host's name by default
 * @param home {@code HEARTH_AGENT_HOME}, {@code {HEARTH_HOME}/agents/{name}} by default: state,
 *     caches, logs that are not delivered yet
 * @param slots {@code HEARTH_AGENT_SLOTS}, 1 to 256, half the processors and at least 2 by default
 * @param labels {@code HEARTH_AGENT_LABELS}, {@code one,two}, none by default
 * @param minimumFreeDisk {@code HEARTH_AGENT_MIN_FREE_DISK}, bytes, 5GiB by default: with less no
 *     task is taken
 * @param key {@code HEARTH_AGENT_KEY_FILE}, {@code {home}/key} by default: what the agent shows the
 *     dispatcher
 * @param keyFiles where that and etcd's password are kept, so that they can be renewed
 * @param dispatchers {@code HEARTH_DISPATCHER_URL}, one or several between commas, {@code
 *     http://127.0.0.1:{HEARTH_DISPATCHER_PORT}} by default; https where it is not on loopback
 * @param dispatcherTrust {@code HEARTH_DISPATCHER_CA}, a PEM file of the authorities that may have
 *     signed the dispatcher's certificate, {@code HEARTH_FARM_CA} by default, or what this Java
 *     trusts
 * @param etcd {@code HEARTH_ETCD_ENDPOINTS} ({@code http://127.0.0.1:{HEARTH_ETCD_PORT}} by
 *     default), {@code HEARTH_ETCD_USER}, {@code HEARTH_ETCD_PASSWORD_FILE}; {@code
 *     HEARTH_FARM_CA}, a PEM file of the authorities that may have signed the members' certificates
 * @param leaseTtl {@code HEARTH_LEASE_TTL}, 5s to 5m, 10s by default: how long an agent that fell
 *     silent counts as there
 * @param cutOffKill {@code HEARTH_CUT_OFF_KILL}, 5m by default: how long attempts are held while
 *     etcd does not answer
 * @param onTerm {@code HEARTH_ON_TERM}, {@code hand-over} or {@code finish}, hand-over by default:
 *     what SIGTERM means
 * @param finishDeadline {@code HEARTH_FINISH_DEADLINE}, 30m by default: how long {@code finish}
 *     waits for what runs; then it hands over
 * @param handOverLease {@code HEARTH_HAND_OVER_LEASE}, 120s by default: how long an agent that has
 *     handed over counts as there
 * @param docker {@code HEARTH_DOCKER_HOST}, {@code unix:///var/run/docker.sock} by default
 * @param builders {@code HEARTH_BUILDERS}, {@code name=image,name=image}: which image a builder's
 *     name means where it is not {@code hearth/{name}}
 * @param gitUrls {@code HEARTH_GIT_HOSTS}: the only Git hosts allowed, any by default; {@code
 *     HEARTH_GIT_ALLOW}: {@code host:port} that may be on loopback or plain http, none by default
 * @param addHosts {@code HEARTH_ADD_HOSTS}: hosts from which a Dockerfile's ADD may fetch, none by
 *     default
 * @param certificates {@code HEARTH_CA_CERTIFICATES}, {@code /usr/local/share/ca-certificates} by
 *     default: a folder of additional certificates that compile containers trust
 */
public record AgentConfig(
    AgentId name,
    Path home,
    int slots,
    Set<String> labels,
    long minimumFreeDisk,
    Secret key,
    KeyFiles keyFiles,
    List<URI> dispatchers,
    SSLContext dispatcherTrust,
    EtcdConfig etcd,
    Duration leaseTtl,
    Duration cutOffKill,
    OnTerm onTerm,
    Duration finishDeadline,
    Duration handOverLease,
    URI docker,
    Map<String, String> builders,
    GitUrlPolicy gitUrls,
    Set<String> addHosts,
    Path certificates) {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final AgentId UNNAMED = new AgentId("agent");

  /** What an agent does when it is told to end. */
  public enum OnTerm {
    /** It leaves what runs to the next process. */
    HAND_OVER,
    /** It waits for what runs, and takes no more. */
    FINISH;

    static OnTerm parse(String word) {
      return switch (word) {
        case "hand-over" -> HAND_OVER;
        case "finish" -> FINISH;
        default -> throw new IllegalArgumentException("it must be hand-over or finish");
      };
    }
  }

  public AgentConfig {
    labels = Set.copyOf(labels);
    builders = Map.copyOf(builders);
    addHosts = Set.copyOf(addHosts);
  }

  /**
   * Reads the environment, what joining left in the agent's home, and the files that they name.
   *
   * @throws dev.hearth.protocol.settings.SettingsException with every problem
   */
  public static AgentConfig read(Map<String, String> environment) {
    var settings = new Settings(AgentFile.beneath(environment, home(new Settings(environment))));
    AgentId name = name(settings);
    Path home = home(settings);
    var config =
        new AgentConfig(
            name,
            home,
            settings.number("HEARTH_AGENT_SLOTS", standardSlots(), 1, 256),
            new TreeSet<>(settings.list("HEARTH_AGENT_LABELS")),
            settings.bytes("HEARTH_AGENT_MIN_FREE_DISK", 5L << 30),
            settings.secretFile("HEARTH_AGENT_KEY_FILE", home.resolve("key")),
            keyFiles(settings, home),
            dispatchers(settings),
            dispatcherTrust(settings),
            EtcdConfig.of(settings),
            settings.duration(
                "HEARTH_LEASE_TTL",
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofMinutes(5)),
            settings.duration("HEARTH_CUT_OFF_KILL", Duration.ofMinutes(5)),
            onTerm(settings),
            finishDeadline(settings),
            settings.duration(
                "HEARTH_HAND_OVER_LEASE",
                Duration.ofMinutes(2),
                Duration.ofSeconds(5),
                Duration.ofHours(1)),
            settings.uri("HEARTH_DOCKER_HOST", URI.create("unix:///var/run/docker.sock")),
            settings.pairs("HEARTH_BUILDERS"),
            new GitUrlPolicy(
                Set.copyOf(settings.list("HEARTH_GIT_HOSTS")),
                Set.copyOf(settings.servers("HEARTH_GIT_ALLOW"))),
            Set.copyOf(settings.list("HEARTH_ADD_HOSTS")),
            settings.path("HEARTH_CA_CERTIFICATES", Path.of("/usr/local/share/ca-certificates")));
    settings.refuseProblems();
    return config;
  }

  /**
   * The agent's home as the environment says it.
   *
   * @throws dev.hearth.protocol.settings.SettingsException with every problem
   */
  public static Path homeOf(Map<String, String> environment) {
    var settings = new Settings(environment);
    Path home = home(settings);
    settings.refuseProblems();
    return home;
  }

  /**
   * The agent's name as the environment says it.
   *
   * @throws dev.hearth.protocol.settings.SettingsException with every problem
   */
  public static AgentId nameOf(Map<String, String> environment) {
    var settings = new Settings(environment);
    AgentId name = name(settings);
    settings.refuseProblems();
    return name;
  }

  /**
   * How long whoever stops the agent must wait for it to finish, as the environment says it; empty
   * when it hands over at once.
   *
   * @throws dev.hearth.protocol.settings.SettingsException with every problem
   */
  public static Optional<Duration> timeToFinish(Map<String, String> environment) {
    var settings = new Settings(environment);
    Optional<Duration> time =
        Optional.of(finishDeadline(settings)).filter(_ -> onTerm(settings) == OnTerm.FINISH);
    settings.refuseProblems();
    return time;
  }

  private static OnTerm onTerm(Settings settings) {
    return settings.parsed("HEARTH_ON_TERM", OnTerm.HAND_OVER, OnTerm::parse);
  }

  private static Duration finishDeadline(Settings settings) {
    return settings.duration("HEARTH_FINISH_DEADLINE", Duration.ofMinutes(30));
  }

  private static AgentId name(Settings settings) {
    return settings.parsed("HEARTH_AGENT_NAME", hostName(), AgentId::new);
  }

  private static Path home(Settings settings) {
    return settings.path(
        "HEARTH_AGENT_HOME", settings.farmHome().resolve("agents").resolve(name(settings).value()));
  }

  private static KeyFiles keyFiles(Settings settings, Path home) {
    return new KeyFiles(
        settings.path("HEARTH_AGENT_KEY_FILE", home.resolve("key")),
        settings.path("HEARTH_ETCD_PASSWORD_FILE"));
  }

  private static List<URI> dispatchers(Settings settings) {
    int port = settings.port("HEARTH_DISPATCHER_PORT", 8080);
    List<URI> dispatchers =
        settings.parsed(
            "HEARTH_DISPATCHER_URL",
            List.of(URI.create("http://127.0.0.1:" + port)),
            text ->
                Stream.of(text.split(","))
                    .map(String::strip)
                    .filter(one -> !one.isEmpty())
                    .map(AgentConfig::dispatcher)
                    .toList());
    if (dispatchers.isEmpty()) {
      settings.problem("HEARTH_DISPATCHER_URL", "it names no dispatcher");
    }
    return dispatchers;
  }

  private static URI dispatcher(String text) {
    URI dispatcher = uri(text);
    String scheme = String.valueOf(dispatcher.getScheme());
    if (dispatcher.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException("it must be written https://host:port");
    }
    if (scheme.equals("http") && !isLoopback(dispatcher.getHost())) {
      throw new IllegalArgumentException(
          "secrets come over it, so it must be https where the dispatcher is not on loopback");
    }
    return dispatcher;
  }

  /** Its own message would repeat the text. */
  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it must be written https://host:port", e);
    }
  }

  private static SSLContext dispatcherTrust(Settings settings) {
    try {
      Optional<Path> file =
          settings.path("HEARTH_DISPATCHER_CA").or(() -> settings.path("HEARTH_FARM_CA"));
      return file.isPresent() ? TrustedAuthorities.in(file.get()) : TrustedAuthorities.ofThisJava();
    } catch (IOException e) {
      settings.problem("HEARTH_DISPATCHER_CA", String.valueOf(e.getMessage()));
      return TrustedAuthorities.ofThisJava();
    }
  }

  /** By the words alone: a name's address can change while the agent runs. */
  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }

  private static int standardSlots() {
    return Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
  }

  /** As the kernel knows it: a look-up by name would fail where no resolver knows this host. */
  private static AgentId hostName() {
    try {
      String name = Files.readString(HOST_NAME).strip().toLowerCase(Locale.ROOT);
      String plain = name.replaceFirst("\\..*", "").replaceAll("[^a-z0-9-]", "-");
      return new AgentId(plain);
    } catch (IOException | IllegalArgumentException _) {
      return UNNAMED;
    }
  }
}
