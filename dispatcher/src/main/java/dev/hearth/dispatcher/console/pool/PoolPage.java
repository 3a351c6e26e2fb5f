package dev.hearth.dispatcher.console.pool;

import dev.hearth.dispatcher.console.frame.Frame;
import java.util.List;

/**
 * The hosts and the queue.
 *
 * @param queue the oldest first
 * @param more whether more wait than are shown
 */
public record PoolPage(Frame frame, List<HostRow> hosts, List<WaitingBuild> queue, boolean more) {
  public PoolPage {
    hosts = List.copyOf(hosts);
    queue = List.copyOf(queue);
  }

  public long up() {
    return hosts.stream().filter(HostRow::up).count();
  }

  public int slots() {
    return hosts.stream().mapToInt(HostRow::slots).sum();
  }

  public int busy() {
    return hosts.stream().mapToInt(HostRow::busy).sum();
  }

  public String waiting() {
    return queue.size() + (more ? "+" : "");
  }
}
