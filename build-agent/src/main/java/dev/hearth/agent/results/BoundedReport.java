package dev.hearth.agent.results;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A report's bytes, up to a bound, though it grow while it is read. */
final class BoundedReport extends FilterInputStream {
  /** In bytes; reading one takes a few times as much memory. */
  static final int LARGEST = 8 << 20;

  private long left = LARGEST;

  BoundedReport(InputStream in) {
    super(in);
  }

  long count() {
    return LARGEST - left;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    if (one >= 0) {
      took(1);
    }
    return one;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    if (count > 0) {
      took(count);
    }
    return count;
  }

  private void took(int count) throws ReportException {
    left -= count;
    if (left < 0) {
      throw tooLarge();
    }
  }

  static ReportException tooLarge() {
    return new ReportException("is larger than %d MiB".formatted(LARGEST >> 20));
  }
}
