package dev.hearth.agent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A build's log in memory. */
public final class Recorded implements LogSink {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Override
  public synchronized void line(String text) {
    bytes.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void bytes(byte[] buffer, int offset, int length) {
    bytes.write(buffer, offset, length);
  }

  public synchronized byte[] bytes() {
    return bytes.toByteArray();
  }

  public synchronized String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
