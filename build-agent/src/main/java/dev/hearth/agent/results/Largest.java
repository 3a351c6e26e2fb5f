package dev.hearth.agent.results;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the largest of all that it is given, so many. Not thread-safe. */
final class Largest<T> {
  private final int most;
  private final Comparator<T> order;
  private final PriorityQueue<T> kept;

  Largest(int most, Comparator<T> order) {
    this.most = most;
    this.order = order;
    this.kept = new PriorityQueue<>(most + 1, order);
  }

  void add(T one) {
    kept.add(one);
    if (kept.size() > most) {
      kept.remove();
    }
  }

  /** The largest first. */
  List<T> list() {
    return kept.stream().sorted(order.reversed()).toList();
  }
}
