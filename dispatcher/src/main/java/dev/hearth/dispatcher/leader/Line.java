package dev.hearth.dispatcher.leader;

import dev.hearth.dispatcher.projects.Project;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.etcd.Versioned;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * The builds that wait, of all projects, oldest first; those behind one that nobody takes, and that
 * wish the same and count for the same quotas, are passed over unseen. Not for use by several
 * threads.
 */
final class Line {
  private final PriorityQueue<Queue> queues =
      new PriorityQueue<>(Comparator.comparing((Queue queue) -> queue.first.value().id()));

  /** Builds of one project and asker, oldest first. */
  private static final class Queue {
    final Project project;
    final boolean alike;
    final Iterator<Versioned<BuildRecord>> rest;
    Versioned<BuildRecord> first;

    Queue(Project project, boolean alike, Iterator<Versioned<BuildRecord>> builds) {
      this.project = project;
      this.alike = alike;
      this.rest = builds;
      this.first = builds.next();
    }
  }

  /** Says whether there may be room for more builds like this one. */
  interface Look {
    boolean at(Versioned<BuildRecord> build, Project project);
  }

  /**
   * Has builds of a project wait too.
   *
   * @param builds oldest first
   * @param alike whether all of them wish the same of a host and count for the same quotas
   */
  void join(Project project, boolean alike, Collection<Versioned<BuildRecord>> builds) {
    if (!builds.isEmpty()) {
      queues.add(new Queue(project, alike, builds.iterator()));
    }
  }

  /**
   * Looks at one after the other; behind one for which there is no room at none that is like it.
   *
   * @param passedOver builds for which nothing is to be done now
   */
  void each(Predicate<Versioned<BuildRecord>> passedOver, Look look) {
    for (Queue queue = queues.poll(); queue != null; queue = queues.poll()) {
      boolean room = passedOver.test(queue.first) || look.at(queue.first, queue.project);
      if ((room || !queue.alike) && queue.rest.hasNext()) {
        queue.first = queue.rest.next();
        queues.add(queue);
      }
    }
  }
}
