package dev.hearth.dispatcher;

import dev.hearth.dispatcher.oidc.OidcConfig;
import dev.hearth.dispatcher.people.SessionLimits;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sql.DatabaseConfig;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.etcd.EtcdConfig;
import dev.hearth.protocol.settings.Settings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dispatcher's settings, read once from the environment.
 *
 * @param id {@code HEARTH_DISPATCHER_ID}: its name among the farm's dispatchers; the host's name
 *     and the port by default
 * @param home {@code HEARTH_HOME}: where keys, tokens and the database are; {@code
 *     /var/lib/hearth/{farm}} by default
 * @param listen {@code HEARTH_LISTEN}: {@code host:port}; {@code
 *     127.0.0.1:{HEARTH_DISPATCHER_PORT}} by default, whose own default is 8080. Port 0 takes a
 *     free one
 * @param advertisedUrl {@code HEARTH_ADVERTISED_URL}: under which people, Git hosts and agents
 *     reach it; null: the address on which it listens
 * @param tls {@code HEARTH_TLS_CERT}, {@code HEARTH_TLS_KEY}: PEM files; null: plain HTTP, on
 *     loopback only
 * @param joining how other hosts reach the farm and join it
 * @param etcd {@code HEARTH_ETCD_ENDPOINTS} (between commas; {@code
 *     http://127.0.0.1:{HEARTH_ETCD_PORT}} by default, whose own default is 2379), {@code
 *     HEARTH_ETCD_USER}, {@code HEARTH_ETCD_PASSWORD_FILE} (none by default)
 * @param registry {@code HEARTH_REGISTRY…}: where images go
 * @param database {@code HEARTH_DATABASE}: {@code jdbc:sqlite:/path}, {@code {home}/hearth.db} by
 *     default, or {@code jdbc:postgresql://host:port/database}; {@code HEARTH_DATABASE_USER},
 *     {@code HEARTH_DATABASE_PASSWORD_FILE} for the latter (none by default)
 * @param logs {@code HEARTH_LOGS}: the directory of the builds' logs; {@code {home}/logs} by
 *     default
 * @param keepLogs {@code HEARTH_KEEP_LOGS}: how long a log is kept after its last line; 90 days
 *     (2160h) by default, 0s: for ever
 * @param keepDeliveries {@code HEARTH_KEEP_DELIVERIES}: how long the ledger keeps a delivery; 30
 *     days (720h) by default, 3 h at least
 * @param gitPolicy {@code HEARTH_GIT_HOSTS}: the only Git hosts allowed, any by default; {@code
 *     HEARTH_GIT_ALLOW}: {@code host:port} of those that may be on loopback or speak plain HTTP,
 *     none by default
 * @param compareHeads {@code HEARTH_COMPARE_HEADS}: how often each project's heads are compared
 *     with what was built; 5 min by default, 0s: never
 * @param leaseTtl {@code HEARTH_LEASE_TTL}: after how long without a sign a dispatcher counts as
 *     gone; 10 s by default, 5 s at least
 * @param sessions {@code HEARTH_SESSION_IDLE}, {@code HEARTH_SESSION_LONGEST}: after how long
 *     without a request, and at the latest, who logged in at a browser has to do so again; 12 h and
 *     7 days (168h) by default
 * @param oidc {@code HEARTH_OIDC_ISSUER}, {@code HEARTH_OIDC_CLIENT_ID}, {@code
 *     HEARTH_OIDC_CLIENT_SECRET_FILE}: the OpenID provider by which people may log in; null: none
 */
public record DispatcherConfig(
    String id,
    Path home,
    Listen listen,
    @Nullable String advertisedUrl,
    @Nullable Tls tls,
    Joining joining,
    EtcdConfig etcd,
    Registry registry,
    DatabaseConfig database,
    Path logs,
    Duration keepLogs,
    Duration keepDeliveries,
    GitUrlPolicy gitPolicy,
    Duration compareHeads,
    Duration leaseTtl,
    SessionLimits sessions,
    @Nullable OidcConfig oidc) {
  /** Under which it is reached, without a slash at its end. */
  public String url() {
    if (advertisedUrl != null) {
      return advertisedUrl;
    }
    String host = listen.host().contains(":") ? "[" + listen.host() + "]" : listen.host();
    return (plain() ? "http://" : "https://") + host + ":" + listen.port();
  }

  /** Whether plain HTTP is spoken where it listens first. */
  public boolean plain() {
    return tls == null || joining.tlsListen() != null;
  }

  /** Where agents reach it, without a slash at its end. */
  public String agentsUrl() {
    Listen second = joining.tlsListen();
    String advertised = joining.tlsAdvertisedUrl();
    if (second == null) {
      return url();
    }
    return advertised == null ? "https://" + second : advertised;
  }

  /**
   * How other hosts reach the farm and join it.
   *
   * @param tlsListen {@code HEARTH_TLS_LISTEN}: {@code host:port} for TLS, beside plain HTTP on
   *     loopback; null: none beside
   * @param tlsAdvertisedUrl {@code HEARTH_TLS_ADVERTISED_URL}: under which agents reach that; null:
   *     where it listens
   * @param etcdAdvertised {@code HEARTH_ETCD_ADVERTISED}: etcd's endpoints as joining hosts reach
   *     them; the dispatcher's own by default
   * @param etcdRootPassword what {@code HEARTH_ETCD_ROOT_PASSWORD_FILE} holds; null: hosts can't
   *     join an etcd that has users
   * @param authorities {@code HEARTH_FARM_CA}: PEM file of the authorities that may have signed the
   *     certificates of etcd, registry and dispatchers; null: those that this Java trusts
   * @param settings that the farm's agents share, by their names
   */
  public record Joining(
      @Nullable Listen tlsListen,
      @Nullable String tlsAdvertisedUrl,
      List<String> etcdAdvertised,
      @Nullable String etcdRootPassword,
      @Nullable Path authorities,
      Map<String, String> settings) {
    public Joining {
      etcdAdvertised = List.copyOf(etcdAdvertised);
      settings = Map.copyOf(settings);
    }

    @Override
    public String toString() {
      return "Joining[tlsListen=" + tlsListen + ", etcdAdvertised=" + etcdAdvertised + "]";
    }
  }

  /** An address and a port to listen on. */
  public record Listen(String host, int port) {
    static Listen parse(String text) {
      int colon = text.lastIndexOf(':');
      String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
      return new Listen(host, Integer.parseInt(text.substring(colon + 1)));
    }

    /** Whether only this machine reaches it; a name that cannot be looked up counts as not. */
    public boolean loopback() {
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException _) {
        return false;
      }
    }

    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** A certificate with its chain, and its key. */
  public record Tls(Path certificate, Path key) {}

  /**
   * The registry.
   *
   * @param address {@code HEARTH_REGISTRY}: {@code host:port}, as it stands in image references;
   *     {@code 127.0.0.1:{HEARTH_REGISTRY_PORT}} by default, whose own default is 5000
   * @param scheme {@code HEARTH_REGISTRY_SCHEME}: {@code https} or {@code http}; by default http on
   *     loopback, as Docker's engine does it, else https
   * @param user {@code HEARTH_REGISTRY_USER}; null: it asks for none
   * @param password what {@code HEARTH_REGISTRY_PASSWORD_FILE} holds
   * @param tokens null: the registry asks for user and password, or for none
   * @param eventsSecret what {@code HEARTH_REGISTRY_EVENTS_SECRET_FILE} holds: what the registry
   *     shows with its notifications; null: none are taken
   */
  public record Registry(
      String address,
      String scheme,
      @Nullable String user,
      @Nullable String password,
      @Nullable Tokens tokens,
      @Nullable String eventsSecret) {
    /** {@code https://host:port}. */
    public String url() {
      return scheme + "://" + address;
    }

    @Override
    public String toString() {
      return "Registry[" + url() + ", user=" + user + "]";
    }
  }

  /**
   * How the registry's tokens are signed, where it believes tokens of ours.
   *
   * @param key {@code HEARTH_REGISTRY_TOKEN_KEY}: PEM file of mode 0600, EC P-256
   * @param certificate {@code HEARTH_REGISTRY_TOKEN_CERT}: PEM file, which the registry has as its
   *     {@code rootcertbundle}
   * @param service {@code HEARTH_REGISTRY_SERVICE}: as the registry's own {@code service}; {@code
   *     hearth-registry} by default
   */
  public record Tokens(Path key, Path certificate, String service) {}

  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");
  private static final String A_NAME = "a name of letters, digits, '.', '_', ':' and '-'";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");

  private static final String EXAMPLE_ISSUER = "https://gitlab.example.com";

  /** In plain HTTP on this very machine only. */
  private static final Pattern ISSUER =
      Pattern.compile(
          "(https://[^\\s/?#@]+|http://(127\\.0\\.0\\.1|localhost)(:[0-9]+)?)(/[^\\s?#]*)?");

  /**
   * Reads all settings.
   *
   * @throws dev.hearth.protocol.settings.SettingsException with all that is wrong, a {@code
   *     HEARTH_} name that nobody knows included
   */
  public static DispatcherConfig of(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    Path home = settings.farmHome();
    int port = settings.portToListenOn("HEARTH_DISPATCHER_PORT", 8080);
    Listen listen = Listen.parse(settings.server("HEARTH_LISTEN").orElse("127.0.0.1:" + port));
    Listen tlsListen = settings.server("HEARTH_TLS_LISTEN").map(Listen::parse).orElse(null);
    EtcdConfig etcd = EtcdConfig.of(settings);
    DispatcherConfig config =
        new DispatcherConfig(
            settings.text("HEARTH_DISPATCHER_ID", hostName() + ":" + listen.port(), ID, A_NAME),
            home,
            listen,
            settings.web("HEARTH_ADVERTISED_URL").orElse(null),
            tls(settings, listen, tlsListen),
            joining(settings, tlsListen, etcd.endpoints()),
            etcd,
            registry(settings),
            database(settings, home),
            settings.path("HEARTH_LOGS", home.resolve("logs")),
            settings.duration("HEARTH_KEEP_LOGS", Duration.ofDays(90)),
            settings.duration("HEARTH_KEEP_DELIVERIES", Duration.ofDays(30), Duration.ofHours(3)),
            new GitUrlPolicy(
                Set.copyOf(settings.list("HEARTH_GIT_HOSTS")),
                Set.copyOf(settings.servers("HEARTH_GIT_ALLOW"))),
            settings.duration("HEARTH_COMPARE_HEADS", Duration.ofMinutes(5)),
            settings.duration("HEARTH_LEASE_TTL", Duration.ofSeconds(10), Duration.ofSeconds(5)),
            sessions(settings),
            oidc(settings));
    settings.refuseProblems();
    return config;
  }

  private static @Nullable Tls tls(Settings settings, Listen listen, @Nullable Listen tlsListen) {
    boolean both = settings.together("HEARTH_TLS_CERT", "HEARTH_TLS_KEY");
    Path certificate = settings.path("HEARTH_TLS_CERT").orElse(null);
    Path key = settings.path("HEARTH_TLS_KEY").orElse(null);
    if (!both && tlsListen != null) {
      settings.problem("HEARTH_TLS_LISTEN needs HEARTH_TLS_CERT and HEARTH_TLS_KEY");
    } else if ((!both || tlsListen != null) && !listen.loopback()) {
      settings.problem(
          "HEARTH_LISTEN is "
              + listen.host()
              + ", which others can reach, but tokens and secrets must not pass in plain HTTP: set"
              + " HEARTH_TLS_CERT and HEARTH_TLS_KEY and no HEARTH_TLS_LISTEN, or listen on"
              + " 127.0.0.1, with HEARTH_TLS_LISTEN or a proxy beside that speaks TLS");
    }
    return certificate != null && key != null ? new Tls(certificate, key) : null;
  }

  private static Joining joining(Settings settings, @Nullable Listen tlsListen, List<String> etcd) {
    Map<String, String> shared = new LinkedHashMap<>();
    shared.put("HEARTH_FARM", settings.farm());
    for (String name : List.of("HEARTH_GIT_HOSTS", "HEARTH_GIT_ALLOW")) {
      settings.find(name).ifPresent(value -> shared.put(name, value));
    }
    return new Joining(
        tlsListen,
        settings.web("HEARTH_TLS_ADVERTISED_URL").orElse(null),
        settings.endpoints("HEARTH_ETCD_ADVERTISED", etcd),
        secret(settings, "HEARTH_ETCD_ROOT_PASSWORD_FILE"),
        settings.path("HEARTH_FARM_CA").orElse(null),
        shared);
  }

  private static DatabaseConfig database(Settings settings, Path home) {
    DatabaseConfig database =
        new DatabaseConfig(
            settings.text("HEARTH_DATABASE", DatabaseConfig.in(home).url()),
            settings.find("HEARTH_DATABASE_USER").orElse(null),
            secret(settings, "HEARTH_DATABASE_PASSWORD_FILE"));
    if (!database.isKnown()) {
      settings.problem(
          "HEARTH_DATABASE",
          "it must be jdbc:sqlite:/path or jdbc:postgresql://host:port/database");
    }
    if (database.url().contains("password=")) {
      settings.problem(
          "HEARTH_DATABASE holds a password, which others may see: put it in a file and name that"
              + " in HEARTH_DATABASE_PASSWORD_FILE");
    }
    if (database.user() == null && settings.find("HEARTH_DATABASE_PASSWORD_FILE").isPresent()) {
      settings.problem("HEARTH_DATABASE_PASSWORD_FILE needs HEARTH_DATABASE_USER beside it");
    }
    return database;
  }

  private static SessionLimits sessions(Settings settings) {
    SessionLimits otherwise = SessionLimits.DEFAULT;
    Duration least = Duration.ofMinutes(5);
    return new SessionLimits(
        settings.duration("HEARTH_SESSION_IDLE", otherwise.idle(), least),
        settings.duration("HEARTH_SESSION_LONGEST", otherwise.longest(), least));
  }

  private static @Nullable OidcConfig oidc(Settings settings) {
    boolean all =
        settings.together(
            "HEARTH_OIDC_ISSUER", "HEARTH_OIDC_CLIENT_ID", "HEARTH_OIDC_CLIENT_SECRET_FILE");
    String secret = secret(settings, "HEARTH_OIDC_CLIENT_SECRET_FILE");
    if (!all || secret == null) {
      return null;
    }
    String issuer =
        settings.text("HEARTH_OIDC_ISSUER", EXAMPLE_ISSUER, ISSUER, "like " + EXAMPLE_ISSUER);
    return new OidcConfig(
        URI.create(issuer), settings.text("HEARTH_OIDC_CLIENT_ID", ""), new Secret(secret));
  }

  private static Registry registry(Settings settings) {
    int port = settings.port("HEARTH_REGISTRY_PORT", 5000);
    String address = settings.server("HEARTH_REGISTRY").orElse("127.0.0.1:" + port);
    String scheme =
        settings.text(
            "HEARTH_REGISTRY_SCHEME",
            Listen.parse(address).loopback() ? "http" : "https",
            Pattern.compile("https?"),
            "https or http");
    settings.together("HEARTH_REGISTRY_USER", "HEARTH_REGISTRY_PASSWORD_FILE");
    String user = settings.find("HEARTH_REGISTRY_USER").orElse(null);
    return new Registry(
        address,
        scheme,
        user,
        secret(settings, "HEARTH_REGISTRY_PASSWORD_FILE"),
        tokens(settings, user),
        secret(settings, "HEARTH_REGISTRY_EVENTS_SECRET_FILE"));
  }

  private static @Nullable Tokens tokens(Settings settings, @Nullable String user) {
    settings.together("HEARTH_REGISTRY_TOKEN_KEY", "HEARTH_REGISTRY_TOKEN_CERT");
    Path key = settings.path("HEARTH_REGISTRY_TOKEN_KEY").orElse(null);
    Path certificate = settings.path("HEARTH_REGISTRY_TOKEN_CERT").orElse(null);
    String service = settings.text("HEARTH_REGISTRY_SERVICE", "hearth-registry", SERVICE, A_NAME);
    if (key == null || certificate == null) {
      return null;
    }
    if (user != null) {
      settings.problem(
          "HEARTH_REGISTRY_USER is set beside HEARTH_REGISTRY_TOKEN_KEY, but a registry takes"
              + " either passwords or tokens: unset one of them");
    }
    return new Tokens(key, certificate, service);
  }

  private static @Nullable String secret(Settings settings, String name) {
    return settings.secretFile(name).map(secret -> secret.value()).orElse(null);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
    } catch (UnknownHostException _) {
      return "dispatcher";
    }
  }
}
