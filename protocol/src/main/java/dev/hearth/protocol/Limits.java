package dev.hearth.protocol;

/**
 * What an attempt may use of its host.
 *
 * @param cpus cores, fractions allowed; more than 0
 * @param memory bytes, swap included
 * @param processes processes and threads together
 * @param disk bytes of workspace
 * @param log bytes of log that are kept, head and tail
 */
public record Limits(double cpus, long memory, int processes, long disk, long log) {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /**
   * What a project gets that says nothing: 2 CPUs, 4 GiB, 4,096 processes, 20 GiB, 64 MiB of log.
   */
  public static final Limits DEFAULT = new Limits(2, 4 * GIB, 4096, 20 * GIB, 64 * MIB);
}
