package dev.hearth.protocol.etcd;

import org.jspecify.annotations.Nullable;

/** What stands under a key is not the record that belongs there. */
public final class MalformedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedRecordException(Key<?> key, String cause, @Nullable Throwable thrown) {
    super("tried to read " + key + " as " + key.type().getSimpleName() + " but " + cause, thrown);
  }
}
