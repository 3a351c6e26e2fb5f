package dev.hearth.dispatcher.simulation;

import dev.hearth.dispatcher.registry.ModelImageRegistry;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptOutcome;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.ImageRecipe;
import dev.hearth.protocol.PushedImage;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.protocol.etcd.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** An agent that keeps the contract, crashes, freezes, and knows nothing of what it missed. */
final class SimulatedAgent {
  private static final Duration TTL = Duration.ofSeconds(10);
  private static final Duration HAND_OVER_TTL = Duration.ofMinutes(2);
  private static final List<Stage> STAGES =
      List.of(Stage.CHECKOUT, Stage.COMPILE, Stage.IMAGE, Stage.PUSH);

  final AgentId name;
  final int slots;
  private final KeyValues etcd;
  private final FarmKeys keys;
  private final ModelImageRegistry registry;
  private final Random random;
  private final Clock clock;
  private final Map<String, Run> runs = new TreeMap<>();

  /** What is on disk of attempts that processes before this one claimed. */
  private final Map<String, Run> notes = new TreeMap<>();

  private LaggingMirror<TaskOrder> tasks;
  private LaggingMirror<StopOrder> stops;
  private Instant asleepUntil = Instant.MIN;
  private long generation;
  private long nonces;
  private long boots;
  private long lease;
  private long registeredAt;
  private boolean up = true;

  /** What this process knows of an attempt that it claimed. */
  private static final class Run {
    private final Versioned<TaskOrder> task;
    private Versioned<AttemptRecord> record;

    private Run(Versioned<TaskOrder> task, Versioned<AttemptRecord> record) {
      this.task = task;
      this.record = record;
    }
  }

  SimulatedAgent(
      String name,
      int slots,
      KeyValues etcd,
      FarmKeys keys,
      ModelImageRegistry registry,
      Random random,
      Clock clock) {
    this.name = new AgentId(name);
    this.slots = slots;
    this.etcd = etcd;
    this.keys = keys;
    this.registry = registry;
    this.random = random;
    this.clock = clock;
    this.tasks = new LaggingMirror<>(etcd, keys.tasks(this.name));
    this.stops = new LaggingMirror<>(etcd, keys.stops(this.name));
  }

  boolean acts() {
    return up && !asleepUntil.isAfter(clock.instant());
  }

  /** SIGSTOP: nothing is done and nothing forgotten. */
  void sleep(Duration time) {
    asleepUntil = clock.instant().plus(time);
  }

  void wake() {
    asleepUntil = Instant.MIN;
  }

  /** The host is gone, and the containers with it. */
  void crash() {
    die();
    boots++;
    notes.clear();
  }

  /** SIGKILL: the process is gone, its containers and notes stay. */
  void die() {
    if (up) {
      notes.putAll(runs);
    }
    up = false;
    registeredAt = 0;
    runs.clear();
    tasks.close();
    stops.close();
  }

  /** SIGTERM: the place is put under a lease that nobody keeps, where etcd takes it. */
  void handOver() {
    if (!acts()) {
      return;
    }
    if (registeredAt != 0) {
      trying(this::leaveThePlace);
    }
    die();
  }

  private void leaveThePlace() {
    long last = etcd.grantLease(HAND_OVER_TTL);
    AgentStatus leaving = new AgentStatus(false, true, "hands over", 1L << 40, 0, Set.of());
    boolean done =
        etcd.commit(
            Transaction.begin()
                .ifModifiedAt(keys.agent(name), registeredAt)
                .put(keys.agent(name), record(++generation), last)
                .put(keys.status(name), leaving, last)
                .end());
    if (done) {
      etcd.revokeLease(lease);
      lease = last;
    }
  }

  /** A new process with the same identity; at times it ends the old lease at once. */
  void restart() {
    if (up) {
      return;
    }
    up = true;
    tasks = new LaggingMirror<>(etcd, keys.tasks(name));
    stops = new LaggingMirror<>(etcd, keys.stops(name));
    if (random.nextInt(4) == 0) {
      trying(() -> etcd.revokeLease(lease));
    }
  }

  /** Does one thing of what an agent does all the time. */
  void act(boolean well) {
    if (!acts()) {
      return;
    }
    trying(() -> {
      switch (random.nextInt(4)) {
        case 0 -> keepRegistered();
        case 1 -> {
          hear(tasks);
          hear(stops);
        }
        case 2 -> compare();
        default -> progress(well);
      }
    });
  }

  /** Does everything once, without lag. */
  void actFully() {
    trying(() -> {
      keepRegistered();
      tasks.list();
      stops.list();
      compare();
      for (int i = 0; i < runs.size(); i++) {
        progress(true);
      }
    });
  }

  private void hear(LaggingMirror<?> mirror) {
    if (random.nextInt(8) == 0) {
      mirror.list();
    } else {
      mirror.hear(1 + random.nextInt(3));
    }
  }

  private static void trying(Runnable step) {
    try {
      step.run();
    } catch (EtcdUnavailableException e) {
      // it tries again when its turn comes
    }
  }

  private void keepRegistered() {
    if (registeredAt != 0 && etcd.keepAlive(lease)) {
      return;
    }
    registeredAt = 0;
    Optional<Versioned<AgentRecord>> present = etcd.find(keys.agent(name));
    if (present.isPresent() && !present.get().value().bootId().equals(boot())) {
      return;
    }
    lease = etcd.grantLease(TTL);
    AgentRecord record = record(++generation);
    AgentStatus status = new AgentStatus(true, true, "", 1L << 40, 0, Set.of());
    etcd.commit(
        Transaction.begin()
            .ifAsRead(keys.agent(name), present)
            .put(keys.agent(name), record, lease)
            .put(keys.status(name), status, lease)
            .end());
    long stands =
        etcd.find(keys.agent(name))
            .filter(found -> found.value().equals(record))
            .map(Versioned::modRevision)
            .orElse(0L);
    inherit();
    registeredAt = stands;
  }

  private AgentRecord record(long generation) {
    return new AgentRecord(name, "identity-" + name, boot(), generation, slots, Set.of(), "1");
  }

  private String boot() {
    return "boot-" + boots;
  }

  /** Goes on with what earlier processes left and what still is this agent's. */
  private void inherit() {
    if (notes.isEmpty()) {
      return;
    }
    List<Versioned<TaskOrder>> standing = etcd.list(keys.tasks(name)).entries();
    for (Run left : notes.values()) {
      AttemptId attempt = left.task.value().attempt();
      Optional<Versioned<AttemptRecord>> record = etcd.find(keys.attempt(name, attempt));
      boolean ours =
          record.filter(now -> isOurs(now, left)).isPresent()
              && standing.stream()
                  .anyMatch(task -> task.createRevision() == left.task.createRevision());
      if (ours) {
        runs.put(attempt.toString(), new Run(left.task, record.get()));
      }
    }
    notes.clear();
  }

  private void compare() {
    Map<String, Versioned<TaskOrder>> standing = new HashMap<>();
    tasks.entries().forEach(task -> standing.put(task.value().attempt().toString(), task));
    runs.entrySet()
        .removeIf(run -> {
          Versioned<TaskOrder> task = standing.get(run.getKey());
          return task == null || task.createRevision() != run.getValue().task.createRevision();
        });
    for (Versioned<StopOrder> stop : stops.entries()) {
      Run run = runs.get(FarmKeys.attemptOf(stop.key()).toString());
      if (run != null && run.record.value().outcome() == null) {
        end(run, new AttemptOutcome.Stopped());
      }
    }
    for (Versioned<TaskOrder> task : tasks.entries()) {
      if (!runs.containsKey(task.value().attempt().toString())) {
        claim(task);
      }
    }
  }

  private void claim(Versioned<TaskOrder> task) {
    if (registeredAt == 0) {
      return;
    }
    AttemptId attempt = task.value().attempt();
    String nonce = name + "-" + ++nonces;
    AttemptRecord record =
        AttemptRecord.claimed(attempt, name, "identity-" + name, nonce, clock.instant());
    etcd.commit(
        Transaction.begin()
            .ifCreatedAt(task.key(), task.createRevision())
            .ifModifiedAt(keys.agent(name), registeredAt)
            .ifAbsent(keys.attempt(name, attempt))
            .put(keys.attempt(name, attempt), record)
            .end());
    Optional<Versioned<AttemptRecord>> found = etcd.find(keys.attempt(name, attempt));
    if (found.isEmpty()) {
      return;
    }
    Run run = new Run(task, found.get());
    runs.put(attempt.toString(), run);
    if (!found.get().value().nonce().equals(nonce) && found.get().value().outcome() == null) {
      end(run, new AttemptOutcome.Lost("its container is gone"));
    }
  }

  private void progress(boolean well) {
    List<Run> running =
        runs.values().stream().filter(run -> run.record.value().outcome() == null).toList();
    if (running.isEmpty()) {
      return;
    }
    Run run = running.get(random.nextInt(running.size()));
    int roll = random.nextInt(100);
    if (roll < 40 && run.record.value().stages().size() < STAGES.size()) {
      Stage stage = STAGES.get(run.record.value().stages().size());
      write(run, run.record.value().stageEnded(clock.instant()).began(stage, clock.instant()));
    } else if (roll < 75 || well) {
      end(run, new AttemptOutcome.Pushed(push(run), random.nextInt(4) > 0));
    } else if (roll < 78) {
      end(run, new AttemptOutcome.Failed(Stage.COMPILE, FailureKind.TIMEOUT, "it took too long"));
    } else if (roll < 90) {
      end(run, new AttemptOutcome.Failed(Stage.COMPILE, FailureKind.USER, "a test failed"));
    } else {
      end(run, new AttemptOutcome.Lost("the engine was restarted"));
    }
  }

  private List<PushedImage> push(Run run) {
    TaskOrder order = run.task.value();
    List<PushedImage> images =
        order.recipe().images().stream()
            .map(ImageRecipe::name)
            .map(image ->
                new PushedImage(
                    image,
                    order.stagingRepository(image),
                    "sha256:" + image + "-" + order.attempt()))
            .toList();
    images.forEach(registry::stage);
    if (random.nextInt(20) == 0) {
      registry.refuse(images.getLast().digest());
    }
    return images;
  }

  private void end(Run run, AttemptOutcome outcome) {
    write(run, run.record.value().stageEnded(clock.instant()).ended(outcome));
  }

  private void write(Run run, AttemptRecord next) {
    AttemptId attempt = next.attempt();
    boolean done =
        etcd.commit(
            Transaction.begin()
                .ifCreatedAt(run.task.key(), run.task.createRevision())
                .ifModifiedAt(keys.agent(name), registeredAt)
                .ifUnchanged(run.record)
                .rewrite(run.record, next)
                .end());
    Optional<Versioned<AttemptRecord>> found = etcd.find(keys.attempt(name, attempt));
    if (done || found.filter(now -> isOurs(now, run)).isPresent()) {
      found.ifPresent(now -> run.record = now);
    }
  }

  private static boolean isOurs(Versioned<AttemptRecord> now, Run run) {
    return now.value().nonce().equals(run.record.value().nonce());
  }
}
