package dev.hearth.cache;

import java.util.List;

/**
 * A cache in the hands of one attempt. Commit or discard it when nothing of the attempt runs any
 * more, then close it; closed without either, what was written is treated as the next opening finds
 * it. Used by one thread at a time.
 */
public interface OpenCache extends AutoCloseable {

  /** What to mount, in the order of the paths asked for. */
  List<CacheDirectory> directories();

  /** A sentence for the build's log: why it is warm, or cold. */
  String reason();

  /**
   * Keeps what the attempt wrote, except what it installed itself.
   *
   * @return a sentence for the build's log
   * @throws CacheException if the host's disk does not let it; the cache stays usable
   */
  String commit();

  /**
   * Takes back what a failed attempt wrote, as far as this kind of cache can.
   *
   * @return a sentence for the build's log: what was taken back, and what was not
   * @throws CacheException if the host's disk does not let it; the cache stays usable
   */
  String discard();

  /**
   * Gives the cache free as it is, in place of closing it: something of the attempt still runs with
   * it, and the next process opens it again for that attempt.
   */
  void leave();

  /** Gives the cache free. Closing twice does nothing. */
  @Override
  void close();
}
