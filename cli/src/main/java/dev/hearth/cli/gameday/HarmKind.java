package dev.hearth.cli.gameday;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is done to a farm. Of each {@link Lane} one harm at most is under way at a time. */
public enum HarmKind {
  /** kill -9; started again later. */
  AGENT_KILL("agent-kill", Lane.AGENTS, 2, 24),
  /** SIGSTOP, later SIGCONT: shorter and longer than the lease. */
  AGENT_FREEZE("agent-freeze", Lane.AGENTS, 3, 24),
  /** SIGTERM, and started again at once. */
  AGENT_RESTART("agent-restart", Lane.AGENTS, 1, 1),
  /** The cable between the agent and all others is pulled, and put back. */
  AGENT_CUT("agent-cut", Lane.AGENTS, 3, 24),
  /** A compile container is killed by somebody else. */
  CONTAINER_KILL("container-kill", Lane.AGENTS, 0, 0),
  /** Started again with a clock that goes at half speed; later with a right one. */
  AGENT_CLOCK("clock", Lane.AGENTS, 15, 30),
  /** kill -9; started again later. */
  DISPATCHER_KILL("dispatcher-kill", Lane.DISPATCHERS, 1, 15),
  /** SIGSTOP of the leader, later SIGCONT: shorter and longer than the lease. */
  DISPATCHER_FREEZE("dispatcher-freeze", Lane.DISPATCHERS, 4, 30),
  /** SIGTERM, and started again at once. */
  DISPATCHER_RESTART("dispatcher-restart", Lane.DISPATCHERS, 1, 1),
  /** A member of etcd is killed, and started again. */
  ETCD_KILL("etcd-kill", Lane.SERVERS, 2, 12),
  /** Likewise the member that leads. */
  ETCD_LEADER_KILL("etcd-leader-kill", Lane.SERVERS, 2, 12),
  /** A member of etcd stands still for a while. */
  ETCD_PAUSE("etcd-pause", Lane.SERVERS, 2, 12),
  /** All members stand still: nothing can be written for a while. */
  ETCD_OUTAGE("etcd-outage", Lane.SERVERS, 3, 15),
  /** The registry is gone for a while. */
  REGISTRY_STOP("registry-stop", Lane.SERVERS, 5, 30),
  /** The database is gone for a while. */
  POSTGRES_STOP("postgres-stop", Lane.SERVERS, 5, 30);

  /** Parts of a farm that stand in for each other, or that all others need. */
  enum Lane {
    AGENTS(4, 10),
    DISPATCHERS(8, 20),
    SERVERS(10, 22);

    private final int shortestRest;
    private final int longestRest;

    Lane(int shortestRest, int longestRest) {
      this.shortestRest = shortestRest;
      this.longestRest = longestRest;
    }

    /** Seconds between the end of a harm and the begin of the next. */
    int shortestRest() {
      return shortestRest;
    }

    int longestRest() {
      return longestRest;
    }

    List<HarmKind> kinds() {
      return Stream.of(HarmKind.values()).filter(kind -> kind.lane == this).toList();
    }
  }

  private final String word;
  private final Lane lane;
  private final int shortest;
  private final int longest;

  HarmKind(String word, Lane lane, int shortest, int longest) {
    this.word = word;
    this.lane = lane;
    this.shortest = shortest;
    this.longest = longest;
  }

  /** By which it is asked for and told of. */
  public String word() {
    return word;
  }

  Lane lane() {
    return lane;
  }

  /** Seconds that it lasts at least. */
  int shortest() {
    return shortest;
  }

  int longest() {
    return longest;
  }

  public static Optional<HarmKind> find(String word) {
    return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
