package dev.hearth.cli.terminal;

import java.util.logging.Level;
import java.util.logging.Logger;

/** etcd's client says what it found on the machine, past every logging setting: no more. */
public final class GrpcWords {
  /** Kept, because the settings of a logger that nobody holds are forgotten. */
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private GrpcWords() {}

  public static void hush() {
    GRPC.setLevel(Level.SEVERE);
  }
}
