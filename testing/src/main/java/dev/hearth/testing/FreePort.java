package dev.hearth.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Picks loopback ports for servers that must come back on the same port. */
public final class FreePort {
  /** Below the kernel's ephemeral range, so that no client connection takes a stopped server's. */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;

  private FreePort() {}

  /** A port on which nobody listens now. Two callers may be given the same one, if very seldom. */
  public static int pick() {
    @Nullable IOException taken = null;
    for (int tries = 0; tries < 200; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException e) {
        taken = e;
      }
    }
    throw new IllegalStateException(
        "tried to find a free loopback port between "
            + FIRST
            + " and "
            + LAST
            + " but 200 guesses were taken; look what listens there (ss -ltn)",
        taken);
  }
}
