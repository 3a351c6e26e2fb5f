package dev.hearth.agent.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/** A log that is masked and kept in a spool. Its readers make it safe for terminals. */
final class SpooledLog implements AttemptLog {
  private final LogSpool spool;
  private final SecretMask mask = new SecretMask();
  private boolean inLine;

  /** Bytes of tools' output so far, those among them that the mask still holds back. */
  private long output;

  SpooledLog(LogSpool spool) {
    this.spool = spool;
    this.inLine = spool.endsInLine();
    this.output = spool.taken();
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
    output += length;
    write(Arrays.copyOfRange(buffer, offset, offset + length));
  }

  @Override
  public synchronized void mask(Collection<String> secrets) {
    mask.add(secrets);
  }

  @Override
  public synchronized String masked(String text, boolean cut) {
    return mask.masked(text, cut);
  }

  @Override
  public synchronized long taken() {
    return spool.taken();
  }

  @Override
  public void leave() {
    spool.leave();
  }

  @Override
  public synchronized long seal() {
    byte[] rest = mask.rest();
    spool.append(rest, 0, rest.length, output);
    return spool.seal();
  }

  /** What the mask holds back is not in the spool: a successor must read it again. */
  private void write(byte[] text) {
    if (text.length > 0) {
      inLine = text[text.length - 1] != '\n';
      byte[] shown = mask.pass(text);
      long taken = Math.max(spool.taken(), output - mask.held());
      spool.append(shown, 0, shown.length, taken);
    }
  }
}
