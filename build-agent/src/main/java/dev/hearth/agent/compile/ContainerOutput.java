package dev.hearth.agent.compile;

import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.EngineRefusal;
import dev.hearth.agent.engine.EngineRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what a container prints, both its streams in their order. It is read from the log that the
 * engine keeps of the container, always from its start, and each byte is counted: so whoever reads
 * it again, this process or the next one, goes on after the last byte that was taken.
 */
final class ContainerOutput {
  private static final Logger log = LoggerFactory.getLogger(ContainerOutput.class);
  private static final Duration FOREVER = Duration.ofDays(7);
  private static final Duration WHOLE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Engine engine;
  private final String id;
  private final LogSink sink;
  private volatile boolean ended;

  /** Guarded by this: how many bytes are in the sink. */
  private long taken;

  /** Guarded by this. */
  private boolean closed;

  /**
   * @param taken how many bytes the sink has already
   */
  ContainerOutput(Engine engine, String id, LogSink sink, long taken) {
    this.engine = engine;
    this.id = id;
    this.sink = sink;
    this.taken = taken;
  }

  /**
   * The engine keeps {@code atMost} bytes and forgets the oldest: then what it has cannot be
   * counted from the start any more. To be called before anything is copied.
   */
  void mindWhatIsForgotten(long atMost) throws InterruptedException {
    if (taken < atMost) {
      return;
    }
    long[] present = {0};
    read(false, WHOLE, (_, bytes) -> present[0] += bytes.length);
    if (present[0] < taken) {
      taken = present[0];
      sink.line("== more was printed than this host keeps: some of it may be missing here");
    }
  }

  /**
   * Copies while the container runs. The engine may end its answer early, and then is asked again;
   * it may also keep the very end back, which {@link #finish} brings. For a thread of its own.
   */
  void follow() {
    try {
      while (!ended) {
        try {
          read(true, FOREVER, this::take);
        } catch (StageFailure e) {
          log.atDebug().addKeyValue("cause", e.getMessage()).log("output can't be followed now");
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      log.atTrace().log("output is not followed any more");
    }
  }

  /** The container has ended: {@link #follow} ends with what there is. */
  void ended() {
    ended = true;
  }

  /** Copies what is left of the output of a container that has ended. */
  void finish() throws InterruptedException {
    read(false, WHOLE, this::take);
  }

  /** Nothing reaches the sink any more, whoever is still reading. */
  synchronized void close() {
    ended = true;
    closed = true;
  }

  private synchronized void take(long position, byte[] bytes) {
    long known = taken - position;
    if (closed || known >= bytes.length) {
      return;
    }
    int from = (int) Math.max(0, known);
    sink.bytes(bytes, from, bytes.length - from);
    taken = position + bytes.length;
  }

  private void read(boolean follow, Duration deadline, LogFrames.Piece piece)
      throws InterruptedException {
    var request =
        EngineRequest.get("read the compile container's output", "/containers/" + id + "/logs")
            .query("follow", follow ? "1" : "0")
            .query("stdout", "1")
            .query("stderr", "1")
            .query("timestamps", "1");
    try {
      engine.send(
          request,
          deadline,
          answer -> {
            new LogFrames(answer).copy(piece);
            return true;
          });
    } catch (EngineRefusal e) {
      throw StageFailure.lost("tried to read the compile container's output but " + e.words(), e);
    }
  }
}
