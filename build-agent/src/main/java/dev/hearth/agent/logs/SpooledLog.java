package dev.hearth.agent.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/** A log that is masked and kept in a spool. Its readers make it safe for terminals. */
final class SpooledLog implements AttemptLog {
  private final LogSpool spool;
  private final SecretMask mask = new SecretMask();
  private boolean inLine;

  SpooledLog(LogSpool spool) {
    this.spool = spool;
  }

  @Override
  public synchronized void line(String text) {
    if (inLine) {
      write("\n".getBytes(StandardCharsets.UTF_8));
    }
    write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public synchronized void bytes(byte[] buffer, int offset, int length) {
    write(Arrays.copyOfRange(buffer, offset, offset + length));
  }

  @Override
  public synchronized void mask(Collection<String> secrets) {
    mask.add(secrets);
  }

  @Override
  public synchronized long seal() {
    byte[] rest = mask.rest();
    spool.append(rest, 0, rest.length);
    return spool.seal();
  }

  private void write(byte[] text) {
    if (text.length > 0) {
      inLine = text[text.length - 1] != '\n';
      byte[] shown = mask.pass(text);
      spool.append(shown, 0, shown.length);
    }
  }
}
