package dev.hearth.agent.compile;

import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import dev.hearth.agent.engine.Engine;
import dev.hearth.agent.engine.EngineRefusal;
import dev.hearth.agent.engine.EngineRequest;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Copies what a container prints, both its streams in their order, from before it starts. */
final class ContainerOutput {
  private static final Duration FOREVER = Duration.ofDays(7);
  private static final int PIECE = 1 << 16;

  private final Engine engine;
  private final String id;
  private final LogSink sink;
  private volatile @Nullable StageFailure failure;

  ContainerOutput(Engine engine, String id, LogSink sink) {
    this.engine = engine;
    this.id = id;
    this.sink = sink;
  }

  /** Returns when the container has ended and all is copied. Never throws: ask rethrow. */
  void copy(CountDownLatch attached, CountDownLatch ended) {
    var request =
        EngineRequest.post("follow the compile container", "/containers/" + id + "/attach")
            .query("stream", "1")
            .query("stdout", "1")
            .query("stderr", "1");
    try {
      engine.send(
          request,
          FOREVER,
          answer -> {
            attached.countDown();
            copyFrames(answer);
            return true;
          });
    } catch (StageFailure e) {
      failure = e;
    } catch (EngineRefusal e) {
      failure = StageFailure.lost("tried to follow the compile container but " + e.words(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      attached.countDown();
      ended.countDown();
    }
  }

  void rethrow() {
    StageFailure known = failure;
    if (known != null) {
      throw known;
    }
  }

  /** A frame is one byte of kind, three of nothing, four of length, and the output itself. */
  private void copyFrames(InputStream answer) throws IOException {
    var frames = new DataInputStream(answer);
    byte[] piece = new byte[PIECE];
    while (true) {
      int kind = frames.read();
      if (kind < 0) {
        return;
      }
      frames.skipNBytes(3);
      int left = frames.readInt();
      while (left > 0) {
        int read = frames.read(piece, 0, Math.min(left, piece.length));
        if (read < 0) {
          throw new EOFException("the output ended in the middle of a frame");
        }
        sink.bytes(piece, 0, read);
        left -= read;
      }
    }
  }
}
