package dev.hearth.cli.gameday;

import dev.hearth.cli.demo.GitLabPush;
import dev.hearth.cli.terminal.CommandFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pushes at a steady rate, some project's some branch after the other, and has the hooks sent. */
final class Feeder implements AutoCloseable {
  private static final List<String> BRANCHES = List.of("main", "main", "topic");

  private final List<GameProject> projects;
  private final HookSender sender;
  private final String gitHost;
  private final Duration pace;
  private final Random random;
  private final List<Push> pushes = Collections.synchronizedList(new ArrayList<>());
  private final List<Push.Accepted> accepted = Collections.synchronizedList(new ArrayList<>());
  private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> senders = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("feeder").unstarted(this::feed);

  /**
   * @param pace from one push to the next
   */
  Feeder(List<GameProject> projects, HookSender sender, String gitHost, Duration pace, long seed) {
    this.projects = List.copyOf(projects);
    this.sender = sender;
    this.gitHost = gitHost;
    this.pace = pace;
    this.random = new Random(seed);
  }

  void start() {
    thread.start();
  }

  /** Pushes no more; hooks that were not taken yet are still sent. */
  void stop() throws InterruptedException {
    stopped.countDown();
    thread.join();
  }

  /** Whether every hook was taken, or refused for good. */
  boolean isDelivered() {
    return accepted.size() + refused.size() == pushes.size();
  }

  List<Push> pushes() {
    synchronized (pushes) {
      return List.copyOf(pushes);
    }
  }

  List<Push.Accepted> accepted() {
    synchronized (accepted) {
      return List.copyOf(accepted);
    }
  }

  /** Every try to deliver a hook. */
  List<Answers.Try> tries() {
    return sender.tries();
  }

  /** What a dispatcher said no to. */
  List<String> refused() {
    synchronized (refused) {
      return List.copyOf(refused);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    synchronized (senders) {
      senders.forEach(Thread::interrupt);
    }
    sender.close();
  }

  private void feed() {
    try {
      do {
        push();
        // From half of it to one and a half: some builds come together, some alone.
      } while (!stopped.await(
          pace.toMillis() / 2 + random.nextLong(pace.toMillis() + 1), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void push() {
    int number = pushes.size() + 1;
    // The first pushes are of all projects, one after the other.
    GameProject project =
        projects.get(number <= projects.size() ? number - 1 : random.nextInt(projects.size()));
    String branch = BRANCHES.get(random.nextInt(BRANCHES.size()));
    String marker = "%s-%s-%d".formatted(project.name().replace('/', '-'), branch, number);
    String before = project.head(branch);
    String after = project.commit(branch, marker);
    Push push =
        new Push(
            number,
            branch,
            marker,
            new GitLabPush("http://" + gitHost, project.name(), branch, before, after, marker),
            new UUID(random.nextLong(), random.nextLong()).toString(),
            Instant.now());
    pushes.add(push);
    senders.add(Thread.startVirtualThread(() -> send(push)));
  }

  private void send(Push push) {
    try {
      accepted.add(sender.deliver(push));
    } catch (CommandFailure e) {
      refused.add(e.sentence());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
