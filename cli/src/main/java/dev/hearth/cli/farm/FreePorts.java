package dev.hearth.cli.farm;

import dev.hearth.cli.terminal.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds loopback ports for a farm that nobody has to know. */
final class FreePorts {
  /** Below the kernel's ephemeral range, so that no client takes one that was found. */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;
  private static final int GUESSES = 100;

  private FreePorts() {}

  /** Ports next to each other on which nobody listens now. */
  static int[] pick(int count) {
    for (int guess = 0; guess < GUESSES; guess++) {
      int first = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      int[] ports = new int[count];
      int free = 0;
      while (free < count && isFree(first + free)) {
        ports[free] = first + free;
        free++;
      }
      if (free == count) {
        return ports;
      }
    }
    throw new CommandFailure(
        "tried to find %d free ports between %d and %d, but could not; see what listens there (ss -ltn)"
            .formatted(count, FIRST, LAST));
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ =
        new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
