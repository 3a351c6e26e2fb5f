package dev.hearth.cli.farm;

import dev.hearth.cli.terminal.Terminal;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Where a farm's servers listen: on 127.0.0.1, and what other hosts need on one more address.
 *
 * @param published {@code HEARTH_PUBLISH_ADDRESS}, by default 127.0.0.1: the address of this
 *     machine on which hosts that join reach etcd, registry and dispatchers, by TLS only
 * @param dispatchers one for each, on 127.0.0.1 and in plain HTTP; the first is {@code
 *     HEARTH_DISPATCHER_PORT}, by default 8080
 * @param dispatchersTls one for each, for agents; the first is {@code HEARTH_DISPATCHER_TLS_PORT},
 *     by default 8443
 * @param registry {@code HEARTH_REGISTRY_PORT}, by default 5000
 * @param etcd one for each member; the first is {@code HEARTH_ETCD_PORT}, by default 2379
 * @param postgres {@code HEARTH_POSTGRES_PORT}, by default 5432; used by a farm that has its own
 *     PostgreSQL
 * @param git {@code HEARTH_GIT_PORT}, by default 8081: of the demonstration's Git server
 */
public record FarmPorts(
    String published,
    List<Integer> dispatchers,
    List<Integer> dispatchersTls,
    int registry,
    List<Integer> etcd,
    int postgres,
    int git) {
  private static final String LOOPBACK = "127.0.0.1";

  /** From one port to the next where a farm has several servers of a kind. */
  private static final int STEP = 10;

  public FarmPorts {
    dispatchers = List.copyOf(dispatchers);
    dispatchersTls = List.copyOf(dispatchersTls);
    etcd = List.copyOf(etcd);
  }

  /** Ports that are free now, found anew at each call. */
  public static FarmPorts free(int dispatchers, int etcdMembers) {
    List<Integer> free =
        IntStream.of(FreePorts.pick(2 * dispatchers + etcdMembers + 3)).boxed().toList();
    List<Integer> rest = free.subList(2 * dispatchers + etcdMembers, free.size());
    return new FarmPorts(
        LOOPBACK,
        free.subList(0, dispatchers),
        free.subList(dispatchers, 2 * dispatchers),
        rest.get(0),
        free.subList(2 * dispatchers, 2 * dispatchers + etcdMembers),
        rest.get(1),
        rest.get(2));
  }

  /** The same, for hosts that join over another address. */
  public FarmPorts publishedOn(String address) {
    return new FarmPorts(address, dispatchers, dispatchersTls, registry, etcd, postgres, git);
  }

  /** On which addresses a server listens that other hosts need. */
  List<String> addresses() {
    return published.equals(LOOPBACK) ? List.of(LOOPBACK) : List.of(LOOPBACK, published);
  }

  /** What the settings say; what is wrong with them is added to {@code problems}. */
  static FarmPorts of(Terminal terminal, FarmShape shape, List<String> problems) {
    Reader reader = new Reader(terminal, problems, new TreeMap<>());
    return new FarmPorts(
        PublishAddress.of(terminal.setting("HEARTH_PUBLISH_ADDRESS", LOOPBACK), problems),
        reader.ports("HEARTH_DISPATCHER_PORT", 8080, shape.dispatchers()),
        reader.ports("HEARTH_DISPATCHER_TLS_PORT", 8443, shape.dispatchers()),
        reader.ports("HEARTH_REGISTRY_PORT", 5000, 1).getFirst(),
        reader.ports("HEARTH_ETCD_PORT", 2379, shape.etcdMembers()),
        shape.ownPostgres() ? reader.ports("HEARTH_POSTGRES_PORT", 5432, 1).getFirst() : 0,
        reader.ports("HEARTH_GIT_PORT", 8081, 1).getFirst());
  }

  private record Reader(Terminal terminal, List<String> problems, TreeMap<Integer, String> taken) {
    List<Integer> ports(String setting, int otherwise, int count) {
      String text = terminal.setting(setting, String.valueOf(otherwise));
      int first = otherwise;
      if (!text.matches("[1-9][0-9]{0,4}")
          || Integer.parseInt(text) + (count - 1) * STEP > 65_535) {
        problems.add(
            "%s is \"%s\", but a port is a number from 1 to 65535".formatted(setting, text));
      } else {
        first = Integer.parseInt(text);
      }
      List<Integer> ports =
          IntStream.iterate(first, port -> port + STEP).limit(count).boxed().toList();
      ports.forEach(port -> take(port, setting));
      return ports;
    }

    private void take(int port, String setting) {
      String other = taken.putIfAbsent(port, setting);
      if (other != null) {
        problems.add("%s and %s are both %d: give each its own".formatted(other, setting, port));
      }
    }
  }
}
