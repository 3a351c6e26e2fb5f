package dev.hearth.agent.image;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * What one thread writes, read by another. A writer that fails makes the reader fail: the engine
 * must never take half a context for a whole one.
 */
final class ContextStream extends FilterInputStream {
  private volatile @Nullable Throwable failure;
  private final Thread writer;

  /** Writes the stream. */
  @FunctionalInterface
  interface Source {
    void writeTo(OutputStream out) throws IOException;
  }

  private ContextStream(Pipe pipe, Source source) {
    super(Channels.newInputStream(pipe.source()));
    writer = Thread.ofVirtual().name("image context").unstarted(() -> write(pipe, source));
  }

  static ContextStream of(Source source) throws IOException {
    var stream = new ContextStream(Pipe.open(), source);
    stream.writer.start();
    return stream;
  }

  /** Why the writer gave up, if it did. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public int read() throws IOException {
    return checked(super.read());
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return checked(super.read(buffer, offset, length));
  }

  @Override
  public void close() throws IOException {
    writer.interrupt();
    super.close();
  }

  /** The failure is set before the pipe is closed, so it is seen at the end. */
  private int checked(int read) throws IOException {
    Throwable known = failure;
    if (read < 0 && known != null) {
      throw new IOException("the image's context could not be read", known);
    }
    return read;
  }

  private void write(Pipe pipe, Source source) {
    try (OutputStream out = Channels.newOutputStream(pipe.sink())) {
      write(source, out);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
    }
  }

  private void write(Source source, OutputStream out) {
    try {
      source.writeTo(out);
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }
}
