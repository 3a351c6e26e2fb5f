package dev.hearth.cache;

/** What an attempt may do with its project's cache. */
public enum CacheUse {
  /** A protected build: reads it, and its writes are kept. */
  READ_AND_WRITE,

  /** A build that is not protected: reads it, and should not change it. */
  READ_ONLY,

  /** A build that asked for none: starts empty, and what it writes is thrown away. */
  NONE
}
