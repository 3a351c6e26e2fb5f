package dev.hearth.cli.bench;

import dev.hearth.cli.terminal.CommandFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hooks at a steady rate, whether or not those before are answered: as Git hosts send them. A
 * hook's latency is counted from when it should have been sent, so that a dispatcher that stalls
 * pays for all that had to wait meanwhile.
 */
final class OpenLoad {
  /** Connections of one project; more hooks of it wait, and their latency goes on. */
  private static final int CONNECTIONS = 16;

  private final List<Sender> senders;
  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> builds = Collections.synchronizedSet(new HashSet<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger sent = new AtomicInteger();

  private record Sender(BenchProject project, BlockingQueue<RawHook> connections) {}

  OpenLoad(List<BenchProject> projects) {
    this.senders = projects.stream().map(OpenLoad::sender).toList();
  }

  private static Sender sender(BenchProject project) {
    BlockingQueue<RawHook> connections = new LinkedBlockingQueue<>();
    for (int number = 0; number < CONNECTIONS; number++) {
      connections.add(project.connect());
    }
    return new Sender(project, connections);
  }

  /** Sends, and waits for all answers. */
  void run(int aSecond, Duration time) throws InterruptedException {
    int count = (int) (aSecond * time.toSeconds());
    List<Thread> threads = new ArrayList<>(count);
    long began = System.nanoTime();
    for (int number = 0; number < count; number++) {
      long due = began + number * 1_000_000_000L / aSecond;
      Sender sender = senders.get(number % senders.size());
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      threads.add(Thread.startVirtualThread(() -> deliver(sender, due)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    senders.forEach(sender -> sender.connections().forEach(RawHook::close));
  }

  int sent() {
    return sent.get();
  }

  /** The builds that were acknowledged. */
  Set<String> builds() {
    return Set.copyOf(builds);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  Quantiles millis() {
    return Quantiles.of(List.copyOf(millis));
  }

  private void deliver(Sender sender, long due) {
    sent.incrementAndGet();
    try {
      RawHook connection = sender.connections().take();
      try {
        builds.add(connection.deliver(sender.project().push()).build());
        millis.add((System.nanoTime() - due) / 1e6);
        sender.connections().add(connection);
      } catch (CommandFailure e) {
        failures.add(e.getMessage());
        connection.close();
        sender.connections().add(sender.project().connect());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
