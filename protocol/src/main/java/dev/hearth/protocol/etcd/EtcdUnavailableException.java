package dev.hearth.protocol.etcd;

import org.jspecify.annotations.Nullable;

/**
 * etcd did not answer within the deadline, or cannot take writes. Nothing can be said of a write.
 */
public final class EtcdUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public EtcdUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
