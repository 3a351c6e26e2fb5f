package dev.hearth.protocol.etcd;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * etcd did not answer within the deadline, or cannot take writes. Nothing can be said of a write.
 */
public final class EtcdUnavailableException extends RuntimeException {
  private static final List<String> REFUSALS =
      List.of(
          "permission denied",
          "database space exceeded",
          "too many operations",
          "request is too large",
          "authentication failed",
          "has been compacted",
          "is a future revision",
          "requested lease not found");

  private static final long serialVersionUID = 1;

  public EtcdUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Whether etcd itself said that it did not do it: then nothing was done, and asking again is of
   * no use before something else has changed.
   */
  public boolean isRefusal() {
    String message = String.valueOf(getMessage());
    return REFUSALS.stream().anyMatch(message::contains);
  }
}
