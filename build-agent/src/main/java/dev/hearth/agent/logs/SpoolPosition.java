package dev.hearth.agent.logs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How far a spool is valid, in a file of 16 bytes that is overwritten in one write of the system,
 * which the death of the process does not cut in two:
 *
 * <pre>
 * written  8 bytes, big-endian: bytes of the log that count, head and tail
 * taken    8 bytes, big-endian: bytes of the compile container's output that are in those
 * </pre>
 */
final class SpoolPosition {
  private static final int SIZE = 2 * Long.BYTES;

  private final RandomAccessFile file;

  SpoolPosition(Path path) throws IOException {
    this.file = new RandomAccessFile(path.toFile(), "rw");
  }

  /** Nothing counts yet. */
  static void begin(Path path) throws IOException {
    Files.write(path, new byte[SIZE]);
  }

  long written() throws IOException {
    return read().getLong(0);
  }

  long taken() throws IOException {
    return read().getLong(Long.BYTES);
  }

  void write(long written, long taken) throws IOException {
    file.seek(0);
    file.write(ByteBuffer.allocate(SIZE).putLong(written).putLong(taken).array());
  }

  void close() throws IOException {
    file.close();
  }

  private ByteBuffer read() throws IOException {
    byte[] bytes = new byte[SIZE];
    file.seek(0);
    file.readFully(bytes);
    return ByteBuffer.wrap(bytes);
  }
}
