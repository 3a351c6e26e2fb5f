package dev.hearth.agent.compile;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.Labels;
import dev.hearth.agent.engine.Owner;
import dev.hearth.agent.network.BuildNetwork;
import dev.hearth.protocol.AttemptId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The throwaway container in which one attempt compiles: of the project's builder, without rights,
 * bounded, with the workspace and the project's caches and nothing else of the host. Closing it
 * kills what runs and removes it, on a path that no interrupt reaches.
 */
public final class CompileContainer implements AutoCloseable {
  /** Who compiles; the workspace and the caches must be this user's. */
  public static final int USER = 10001;

  public static final String HOME = "/home/hearth";
  public static final String WORKSPACE = "/workspace";

  private static final Logger log = LoggerFactory.getLogger(CompileContainer.class);
  private static final long MEGABYTE = 1 << 20;

  /** How long the engine may take to end its answer once the container has ended. */
  private static final Duration END_OF_OUTPUT = Duration.ofSeconds(2);

  private final Engine engine;
  private final CompileOrder order;
  private final String id;
  private volatile @Nullable StageFailure killedFor;
  private volatile boolean killed;
  private volatile boolean left;

  private CompileContainer(Engine engine, CompileOrder order, String id) {
    this.engine = engine;
    this.order = order;
    this.id = id;
  }

  /**
   * Makes the container; nothing runs in it yet.
   *
   * @throws StageFailure one that {@link StageFailure#isAway} if the engine did not answer or could
   *     not: another may be made
   */
  public static CompileContainer create(Engine engine, Owner owner, CompileOrder order)
      throws InterruptedException {
    String name = name(order);
    boolean answered = false;
    try {
      String id =
          engine.ask("create the compile container", client -> ask(client, name, owner, order));
      answered = true;
      return new CompileContainer(engine, order, id);
    } catch (StageFailure e) {
      answered = !e.lost();
      throw e;
    } finally {
      if (!answered) {
        UnansweredCreation.undo(engine, name);
      }
    }
  }

  private static String ask(DockerClient client, String name, Owner owner, CompileOrder order) {
    try {
      return create(client, name, owner, order);
    } catch (NotFoundException e) {
      throw StageFailure.lost(
          "tried to create the compile container but the builder image %s or the network %s is gone from this host"
              .formatted(order.image(), BuildNetwork.NAME),
          e);
    } catch (DockerException e) {
      throw EngineVerdict.of(e, "create", order);
    }
  }

  /** Of its own each time: what removes one late must not meet the next. */
  private static String name(CompileOrder order) {
    return "hearth-" + order.attempt() + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** One that an earlier process made of such an order; whether it is there, it does not ask. */
  public static CompileContainer of(Engine engine, CompileOrder order, String id) {
    return new CompileContainer(engine, order, id);
  }

  public String id() {
    return id;
  }

  /**
   * Lets the command begin.
   *
   * @throws StageFailure one that {@link StageFailure#isAway} if the engine could not, so that the
   *     command has not begun; where it did not answer, the command may have
   */
  public void start() throws InterruptedException {
    try {
      tellToStart();
    } catch (StageFailure e) {
      throw e.isAway() && !(e.getCause() instanceof DockerException) ? e.forGood() : e;
    }
  }

  private void tellToStart() throws InterruptedException {
    engine.tell(
        "start the compile container",
        client -> {
          try {
            client.startContainerCmd(id).exec();
          } catch (NotFoundException e) {
            String words = Engine.words(e);
            if (words.contains("network " + BuildNetwork.NAME)) {
              throw e;
            }
            throw StageFailure.user(
                "the builder image has no shell, or the project's folder '%s' is not there: %s"
                    .formatted(order.directory(), words));
          } catch (DockerException e) {
            throw EngineVerdict.of(e, "start", order);
          }
        });
  }

  /**
   * Runs the command to its end and copies what it prints.
   *
   * @throws StageFailure if it exits with another status than 0, uses more than its limits, or is
   *     killed
   * @throws InterruptedException at once; what runs is killed when the container is closed
   */
  public void run(LogSink buildLog) throws InterruptedException {
    start();
    follow(buildLog, 0, ContainerMemory.none());
  }

  /**
   * Follows a command that was begun, by this process or by an earlier one, to its end, and copies
   * what it prints. Throws as {@link #run} does, and nothing that may be tried again.
   *
   * @param taken how many bytes of its output the log has already
   */
  public void follow(LogSink buildLog, long taken, ContainerMemory memory)
      throws InterruptedException {
    var output = new ContainerOutput(engine, id, buildLog, taken);
    output.mindWhatIsForgotten(keptFile(order.limits().log()));
    Thread reader = Thread.ofVirtual().name("output of " + order.attempt()).start(output::follow);
    try (DiskWatch _ =
        DiskWatch.start(
            order.attempt(),
            watchedFolders(),
            order.limits().disk(),
            memory,
            reason -> kill(reason, memory))) {
      int status = ContainerExit.await(engine, id);
      output.ended();
      reader.join(END_OF_OUTPUT);
      reader.interrupt();
      output.finish();
      judge(status, buildLog);
    } catch (StageFailure e) {
      memory.keepFailure(e);
      throw e.forGood();
    } finally {
      output.close();
      reader.interrupt();
    }
  }

  /** Whether it is there, and is not paused: what an earlier process held goes on. */
  public boolean goesOn() throws InterruptedException {
    Optional<Boolean> paused =
        engine.ask(
            "look up the compile container",
            client -> {
              try {
                var state = client.inspectContainerCmd(id).exec().getState();
                if ("created".equals(state.getStatus())) {
                  throw StageFailure.lost("the compile container was never started");
                }
                return Optional.of(Boolean.TRUE.equals(state.getPaused()));
              } catch (NotFoundException e) {
                return Optional.empty();
              }
            });
    if (paused.orElse(false)) {
      unpause();
    }
    return paused.isPresent();
  }

  /** It is not removed when this is closed: another process follows it. */
  public void leave() {
    left = true;
  }

  /** Stops it for good: {@link #run} then ends with the reason. Does nothing when it has ended. */
  public void kill(StageFailure reason) {
    kill(reason, ContainerMemory.none());
  }

  private void kill(StageFailure reason, ContainerMemory memory) {
    memory.keepFailure(reason);
    killedFor = reason;
    kill();
  }

  /** Lets nothing in it run on until {@link #unpause}. Does nothing when it does not run. */
  public void pause() throws InterruptedException {
    whileItRuns("pause", client -> client.pauseContainerCmd(id).exec());
  }

  public void unpause() throws InterruptedException {
    whileItRuns("unpause", client -> client.unpauseContainerCmd(id).exec());
  }

  /** Removes one that an earlier process made, on a path that no interrupt reaches. */
  public static void remove(Engine engine, AttemptId attempt, String id) {
    Engine.uninterruptibly("remove the container of " + attempt, () -> remove(engine, id));
  }

  @Override
  public void close() {
    if (left) {
      return;
    }
    killed = true;
    remove(engine, order.attempt(), id);
  }

  /** Kills and removes a container with its volumes; one that is gone is no failure. */
  private static void remove(Engine engine, String id) {
    try {
      engine.tell(
          "remove the compile container",
          client -> {
            try {
              client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
            } catch (NotFoundException | ConflictException e) {
              log.atDebug().addKeyValue("container", id).log("a container is gone already");
            }
          });
    } catch (StageFailure e) {
      LateRemoval.begin(engine, id, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void kill() {
    killed = true;
    Engine.uninterruptibly(
        "kill the container of " + order.attempt(),
        () -> {
          try {
            whileItRuns("kill", client -> client.killContainerCmd(id).exec());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void whileItRuns(String verb, Engine.Command command) throws InterruptedException {
    engine.tell(
        verb + " the compile container",
        client -> {
          try {
            command.give(client);
          } catch (NotFoundException | ConflictException e) {
            log.atDebug().addKeyValue("container", id).log("a container does not run");
          }
        });
  }

  private void judge(int status, LogSink buildLog) throws InterruptedException {
    StageFailure reason = killedFor;
    if (reason != null) {
      throw reason;
    }
    boolean outOfMemory = wasOutOfMemory();
    if (status == 0) {
      if (outOfMemory) {
        buildLog.line("a process was killed: out of " + Bytes.text(order.limits().memory()));
      }
      return;
    }
    if (outOfMemory) {
      throw StageFailure.user(
          "used more than its %s of memory; the project's limit can be raised"
              .formatted(Bytes.text(order.limits().memory())));
    }
    if (killed || status == 137 || status == 143) {
      throw StageFailure.lost(
          "the compile container was killed from outside (status %d)".formatted(status));
    }
    throw StageFailure.user("the command exited with status " + status);
  }

  private boolean wasOutOfMemory() throws InterruptedException {
    return engine.ask(
        "see how the compile container ended",
        client -> {
          var state = client.inspectContainerCmd(id).exec().getState();
          return Boolean.TRUE.equals(state.getOOMKilled());
        });
  }

  /** The workspace, the caches, and the container's own layer where the host can read it. */
  private List<Path> watchedFolders() throws InterruptedException {
    List<Path> folders = new ArrayList<>(order.writable());
    String own = ContainerLayer.of(engine, id);
    if (!own.isEmpty()) {
      folders.add(Path.of(own));
    }
    return folders;
  }

  private static String create(DockerClient client, String name, Owner owner, CompileOrder order) {
    String directory =
        order.directory().isEmpty() ? WORKSPACE : WORKSPACE + "/" + order.directory();
    return client
        .createContainerCmd(order.image())
        .withName(name)
        .withUser(USER + ":" + USER)
        .withEntrypoint(order.command())
        .withCmd()
        .withWorkingDir(directory)
        .withEnv(order.environment().entrySet().stream().map(Object::toString).toList())
        .withLabels(
            Map.of(
                Labels.BUILD, order.attempt().build().value(),
                Labels.ATTEMPT, order.attempt().toString(),
                Labels.AGENT, owner.agent().value(),
                Labels.IDENTITY, owner.identity()))
        .withAttachStdout(true)
        .withAttachStderr(true)
        .withHostConfig(hostConfig(order))
        .exec()
        .getId();
  }

  private static HostConfig hostConfig(CompileOrder order) {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(bind(Mounted.writable(order.workspace(), WORKSPACE)));
    order.mounts().forEach(mount -> mounts.add(bind(mount)));
    return HostConfig.newHostConfig()
        .withNetworkMode(BuildNetwork.NAME)
        .withMounts(mounts)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        .withInit(true)
        .withNanoCPUs(Math.round(order.limits().cpus() * 1e9))
        .withMemory(order.limits().memory())
        .withMemorySwap(order.limits().memory())
        .withPidsLimit((long) order.limits().processes())
        .withOomScoreAdj(500)
        .withLogConfig(keptOutput(order.limits().log()));
  }

  /** Kept so that an agent that starts anew can read it from the start; bounded, as disk is. */
  private static LogConfig keptOutput(long most) {
    long megabytes = keptFile(most) / MEGABYTE;
    return new LogConfig(
        LogConfig.LoggingType.LOCAL,
        Map.of("max-size", megabytes + "m", "max-file", "2", "compress", "false"));
  }

  /** Bytes in one of the two files in which the engine keeps the output. */
  private static long keptFile(long most) {
    return Math.max(16, 2 * (most >> 20)) * MEGABYTE;
  }

  private static Mount bind(Mounted mounted) {
    return new Mount()
        .withType(MountType.BIND)
        .withSource(mounted.source().toString())
        .withTarget(mounted.target())
        .withReadOnly(mounted.readOnly());
  }
}
