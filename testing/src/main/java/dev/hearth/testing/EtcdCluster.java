package dev.hearth.testing;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.testcontainers.containers.Network;

/**
 * A real etcd of three members, each on a loopback port that it keeps. Members are counted from 0.
 * Not thread-safe.
 */
public final class EtcdCluster implements AutoCloseable {
  private static final int SIZE = 3;
  private static final int PORT = 2379;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern ITSELF = Pattern.compile("\"member_id\":\"(\\d+)\"");
  private static final Pattern LEADER = Pattern.compile("\"leader\":\"(\\d+)\"");

  private final Network network = Network.newNetwork();
  private final List<ServerContainer> members = new ArrayList<>();

  private EtcdCluster() {}

  /** Three members without users. */
  public static EtcdCluster start() {
    var cluster = new EtcdCluster();
    try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
      // None of them answers before most of them are there.
      List<Future<ServerContainer>> starting =
          IntStream.range(0, SIZE)
              .mapToObj(number -> together.submit(() -> cluster.member(number)))
              .toList();
      for (Future<ServerContainer> member : starting) {
        cluster.members.add(member.get());
      }
      return cluster;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cluster.close();
      throw new IllegalStateException("interrupted while starting three members of etcd", e);
    } catch (ExecutionException e) {
      cluster.close();
      throw new IllegalStateException("tried to start three members of etcd", e);
    }
  }

  private ServerContainer member(int number) {
    String image = System.getenv().getOrDefault("HEARTH_ETCD_IMAGE", "hearth/etcd");
    var settings =
        Map.of(
            "ETCD_NAME",
            "m" + number,
            "ETCD_DATA_DIR",
            "/tmp/etcd",
            "ETCD_LISTEN_CLIENT_URLS",
            "http://0.0.0.0:" + PORT,
            "ETCD_ADVERTISE_CLIENT_URLS",
            "http://m" + number + ":" + PORT,
            "ETCD_LISTEN_PEER_URLS",
            "http://0.0.0.0:2380",
            "ETCD_INITIAL_ADVERTISE_PEER_URLS",
            "http://m" + number + ":2380",
            "ETCD_INITIAL_CLUSTER",
            "m0=http://m0:2380,m1=http://m1:2380,m2=http://m2:2380",
            "ETCD_LOG_LEVEL",
            "warn");
    return ServerContainer.start(
        image,
        List.of("etcd"),
        settings,
        Map.of(),
        PORT,
        ServerContainer.Readiness.byHttp("/health"),
        container -> container.withNetwork(network).withNetworkAliases("m" + number));
  }

  /** Where clients connect, one for each member. */
  public List<String> endpoints() {
    return IntStream.range(0, SIZE).mapToObj(this::endpoint).toList();
  }

  /** The member that leads, as another says. */
  public int leader() {
    return await("a leader")
        .atMost(PATIENCE)
        .ignoreException(UncheckedIOException.class)
        .until(this::leaderNow, leader -> leader >= 0);
  }

  private int leaderNow() {
    for (int number = 0; number < SIZE; number++) {
      String status = status(number);
      if (id(ITSELF, status).equals(id(LEADER, status))) {
        return number;
      }
    }
    return -1;
  }

  private String status(int member) {
    try {
      return EtcdGateway.call(endpoint(member), "/v3/maintenance/status", "{}");
    } catch (UncheckedIOException e) {
      return ""; // it is down
    }
  }

  private static String id(Pattern pattern, String status) {
    Matcher found = pattern.matcher(status);
    return found.find() ? Objects.requireNonNull(found.group(1)) : "none of " + pattern;
  }

  /** Kills a member; data and port are kept. */
  public void stop(int member) {
    members.get(member).stop();
  }

  /** Starts it again, and returns when it is healthy. */
  public void start(int member) {
    members.get(member).start();
  }

  /** Freezes a member: connections to it stay open and nothing answers. */
  public void pause(int member) {
    members.get(member).pause();
  }

  public void unpause(int member) {
    members.get(member).unpause();
  }

  /**
   * Gives back the space of what was deleted or compacted; the member answers nothing meanwhile.
   */
  public void defragment(int member) {
    EtcdGateway.call(endpoint(member), "/v3/maintenance/defragment", "{}");
  }

  /** Removes the members and their data. */
  @Override
  public void close() {
    members.forEach(ServerContainer::close);
    network.close();
  }

  private String endpoint(int member) {
    return "http://127.0.0.1:" + members.get(member).port();
  }
}
