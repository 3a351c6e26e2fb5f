package dev.hearth.protocol.etcd;

/** A record would take more than the 4 KiB that a value in etcd may have; nothing was written. */
public final class RecordTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RecordTooLargeException(Key<?> key, int bytes) {
    super(
        "tried to write "
            + key
            + " but it takes "
            + bytes
            + " bytes, and "
            + Codec.LARGEST
            + " are the most");
  }
}
