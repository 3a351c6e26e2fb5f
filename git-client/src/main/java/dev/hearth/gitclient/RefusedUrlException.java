package dev.hearth.gitclient;

import java.io.IOException;

/** The operator's policy does not allow this address. */
final class RefusedUrlException extends IOException {
  RefusedUrlException(String reason) {
    super(reason);
  }

  RefusedUrlException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
