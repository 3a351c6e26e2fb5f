package dev.hearth.cache;

/** The host could not open, keep or clean a cache. It is not the build's fault. */
public final class CacheException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CacheException(String message, Throwable cause) {
    super(message, cause);
  }
}
