package dev.hearth.dispatcher.simulation;

import dev.hearth.dispatcher.projects.GitUrls;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectLookup;
import dev.hearth.dispatcher.queue.Acceptance;
import dev.hearth.dispatcher.queue.Submission;
import dev.hearth.dispatcher.quotas.Quotas;
import dev.hearth.dispatcher.registry.ModelImageRegistry;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.ModelArchives;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.Cordon;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.StopKind;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.ModelEtcd;
import dev.hearth.protocol.etcd.ModelFaults;
import dev.hearth.protocol.etcd.ModelKeyValues;
import dev.hearth.protocol.etcd.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One schedule of a farm, made from a seed: pushes, stops, crashes, sleeps, lost answers and late
 * news in any order; then all is mended, and everything must come to its end.
 *
 * <p>One thread does it all. What several threads or processes would do at once is done in the
 * midst of another's requests to etcd: before each of them the schedule may go on elsewhere.
 */
final class Simulation {
  /** After which no agent that died may count as there: its lease, and the leader's next looks. */
  private static final Duration NOTICED = Duration.ofSeconds(25);

  private static final int STEPS = 260;
  private static final int DEEPEST = 3;

  /**
   * How hard the times are: in how many of a hundred requests of a dispatcher others go on before
   * it arrives; and one of how many requests is lost, or done and not answered.
   */
  enum Weather {
    FAIR(12, 40),
    FOUL(30, 10);

    private final int meanwhile;
    private final int faultOneIn;

    Weather(int meanwhile, int faultOneIn) {
      this.meanwhile = meanwhile;
      this.faultOneIn = faultOneIn;
    }
  }

  private final VirtualClock clock = new VirtualClock();
  private final FarmKeys keys = new FarmKeys();
  private final ModelEtcd model = new ModelEtcd(clock);
  private final KeyValues hand = new ModelKeyValues(model, ModelFaults.NONE);
  private final ModelArchives archives = new ModelArchives();
  private final ModelImageRegistry registry = new ModelImageRegistry();
  private final List<Project> projects = SimulatedProjects.all();
  private final ModelBaselines baselines = new ModelBaselines();
  private final List<SimulatedDispatcher> dispatchers = new ArrayList<>();
  private final List<SimulatedAgent> agents = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private final Acknowledged acknowledged = new Acknowledged();
  private final Weather weather;
  private final Quotas quotas;
  private final Random random;
  private final SimulatedGitHost git;
  private final Truth truth;
  private boolean harmful = true;
  private boolean numbersForgotten;
  private int depth;
  private int incarnations;

  Simulation(long seed, Weather weather) {
    this(seed, weather, Quotas.NONE);
  }

  Simulation(long seed, Weather weather, Quotas quotas) {
    this.weather = weather;
    this.quotas = quotas;
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.git = new SimulatedGitHost(random);
    this.truth = new Truth(hand, keys, archives, quotas);
    projects.forEach(project ->
        baselines.take(project.id(), GitUrls.key(project.gitUrl()), Map.of(), clock.instant()));
    for (int i = 0; i < 2; i++) {
      dispatchers.add(dispatcher());
    }
    for (int i = 0; i < 3; i++) {
      KeyValues etcd = new ModelKeyValues(model, _ -> fate());
      agents.add(new SimulatedAgent("agent-" + i, 1 + i % 2, etcd, keys, registry, random, clock));
    }
  }

  /** What was done, for whoever looks for the reason of a failure. */
  List<String> trace() {
    return trace;
  }

  void run() {
    for (int i = 0; i < STEPS; i++) {
      pass();
      step();
      model.expire();
      truth.check();
    }
    harmful = false;
    mend();
    comeToRest(agents);
    new Ending(truth, acknowledged, git, projects, registry, archives, hand, keys).check();
  }

  /** Every agent dies in the midst of its builds; an hour later one comes back. */
  void runThroughAnHourWithoutAgents() {
    for (int i = 0; i < STEPS / 4; i++) {
      pass();
      step();
      model.expire();
      truth.check();
    }
    harmful = false;
    mend();
    agents.forEach(SimulatedAgent::crash);
    Duration gone = Duration.ZERO;
    while (gone.compareTo(Duration.ofHours(1)) < 0) {
      gone = gone.plusSeconds(3);
      clock.pass(Duration.ofSeconds(3));
      model.expire();
      dispatchers.forEach(SimulatedDispatcher::actFully);
      truth.check();
      if (gone.compareTo(NOTICED) > 0 && truth.isAnyAssigned()) {
        throw new AssertionError("a build counts as running " + gone + " after all agents died");
      }
    }
    SimulatedAgent first = agents.getFirst();
    first.restart();
    comeToRest(List.of(first));
    new Ending(truth, acknowledged, git, projects, registry, archives, hand, keys).check();
  }

  private void pass() {
    int roll = random.nextInt(100);
    int most = roll < 70 ? 200 : roll < 95 ? 1500 : 9000;
    clock.pass(Duration.ofMillis(random.nextInt(most)));
  }

  private void step() {
    int roll = random.nextInt(1000);
    if (roll < 560) {
      one(dispatchers).act();
    } else if (roll < 860) {
      one(agents).act(false);
    } else if (roll < 885) {
      push();
    } else if (roll < 892) {
      git.ask(one(projects), "refs/heads/main");
    } else if (roll < 940) {
      SimulatedDispatcher dispatcher = one(dispatchers);
      int hooks = 1 + random.nextInt(3);
      for (int i = 0; i < hooks; i++) {
        deliver(dispatcher);
      }
    } else if (roll < 953) {
      cancel(one(dispatchers));
    } else if (roll < 963) {
      one(dispatchers).compareHeads(one(projects));
    } else {
      harm(random.nextInt(14));
    }
  }

  private void push() {
    int burst = random.nextInt(4) > 0 ? 1 : 2 + random.nextInt(4);
    for (int i = 0; i < burst; i++) {
      git.push(one(projects), random.nextInt(3) > 0 ? "refs/heads/main" : "refs/heads/dev");
    }
  }

  private void harm(int kind) {
    note("harm " + kind);
    switch (kind) {
      case 0 -> one(agents).crash();
      case 1, 2, 3 -> one(agents).restart();
      case 4 -> one(agents).sleep(Duration.ofSeconds(random.nextInt(60)));
      case 5 -> one(dispatchers).sleep(Duration.ofSeconds(random.nextInt(40)));
      case 6 -> replace(random.nextInt(dispatchers.size()));
      case 7 -> registry.down(random.nextInt(3) == 0);
      case 8 -> archives.down(random.nextInt(3) == 0);
      case 9 -> git.down(random.nextInt(6) == 0);
      case 10 -> cordon(one(agents));
      case 11 -> one(agents).die();
      case 12 -> one(agents).handOver();
      default -> rarely();
    }
  }

  private void rarely() {
    switch (random.nextInt(3)) {
      case 0 -> model.breakWatches();
      case 1 -> clock.pass(Duration.ofMinutes(random.nextInt(9)));
      default -> {
        if (!numbersForgotten) {
          numbersForgotten = true;
          hand.commit(Transaction.begin().delete(keys.number(projects.getFirst().id())).end());
        }
      }
    }
  }

  private void cordon(SimulatedAgent agent) {
    Transaction.Builder change = Transaction.begin();
    if (random.nextBoolean()) {
      change.put(
          keys.cordon(agent.name), new Cordon("cordon", "ann", "a new disk", clock.instant()));
    } else {
      change.delete(keys.cordon(agent.name));
    }
    hand.commit(change.end());
  }

  private void replace(int which) {
    if (weather == Weather.FOUL && random.nextBoolean()) {
      dispatchers.get(which).resign();
    }
    dispatchers.get(which).close();
    dispatchers.set(which, dispatcher());
  }

  private SimulatedDispatcher dispatcher() {
    String name = "dispatcher-" + ++incarnations;
    KeyValues etcd = new ModelKeyValues(model, _ -> meanwhile());
    return new SimulatedDispatcher(
        name,
        etcd,
        keys,
        this::project,
        quotas,
        git,
        git::heads,
        baselines,
        archives,
        registry,
        random,
        clock);
  }

  private ProjectLookup project(ProjectId id) {
    return projects.stream()
        .filter(project -> project.id().equals(id))
        .findFirst()
        .<ProjectLookup>map(ProjectLookup.Found::new)
        .orElseGet(ProjectLookup.Deleted::new);
  }

  private void deliver(SimulatedDispatcher dispatcher) {
    if (!git.hasMore() || !dispatcher.acts()) {
      return;
    }
    Submission submission = git.next();
    try {
      Acceptance answer = dispatcher.queue.accept(submission);
      note(
          dispatcher.name + " accepts " + submission.commit().value().substring(36) + " " + answer);
      acknowledged.add(submission, answer);
    } catch (EtcdUnavailableException | DatabaseDownException e) {
      git.again(submission);
    }
  }

  private void cancel(SimulatedDispatcher dispatcher) {
    List<BuildId> live = truth.builds().entries().stream().map(b -> b.value().id()).toList();
    if (live.isEmpty() || !dispatcher.acts()) {
      return;
    }
    StopOrder order = new StopOrder(StopKind.CANCELLED, "ann", "no need", clock.instant());
    BuildId build = one(live);
    try {
      note(
          "ann cancels "
              + build
              + " "
              + dispatcher.stops.order(build, order).getClass().getSimpleName());
    } catch (EtcdUnavailableException e) {
      note("ann could not cancel " + build);
    }
  }

  /** Before a request of a dispatcher arrives others may go on. */
  private ModelFaults.Fate meanwhile() {
    if (harmful && depth < DEEPEST && random.nextInt(100) < weather.meanwhile) {
      depth++;
      try {
        int steps = 1 + random.nextInt(6);
        for (int i = 0; i < steps; i++) {
          pass();
          step();
        }
      } finally {
        depth--;
      }
      model.expire();
      truth.check();
    }
    return fate();
  }

  private ModelFaults.Fate fate() {
    if (!harmful || random.nextInt(weather.faultOneIn) > 0) {
      return ModelFaults.Fate.ANSWERED;
    }
    return random.nextBoolean() ? ModelFaults.Fate.LOST : ModelFaults.Fate.UNANSWERED;
  }

  private void mend() {
    note("all is mended");
    registry.down(false);
    archives.down(false);
    git.down(false);
    dispatchers.forEach(SimulatedDispatcher::wake);
    for (SimulatedAgent agent : agents) {
      agent.wake();
      agent.restart();
      hand.commit(Transaction.begin().delete(keys.cordon(agent.name)).end());
    }
    while (git.hasMore()) {
      deliver(one(dispatchers));
      truth.check();
    }
  }

  private void comeToRest(List<SimulatedAgent> alive) {
    for (int i = 0; i < 400 && (i < 3 || !truth.isQuiet()); i++) {
      clock.pass(Duration.ofMillis(700));
      alive.forEach(SimulatedAgent::actFully);
      dispatchers.forEach(SimulatedDispatcher::actFully);
      compareHeads();
      truth.check();
    }
    for (int i = 0; i < 20; i++) {
      clock.pass(Duration.ofSeconds(5));
      dispatchers.forEach(SimulatedDispatcher::actFully);
    }
    truth.check();
  }

  private void compareHeads() {
    projects.forEach(project -> dispatchers.forEach(one -> one.compareHeads(project)));
  }

  private <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void note(String what) {
    trace.add(clock.instant() + " " + "  ".repeat(depth) + what);
  }
}
