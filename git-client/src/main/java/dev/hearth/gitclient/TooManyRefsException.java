package dev.hearth.gitclient;

import java.io.IOException;

/** A server sends more refs than anybody has. */
final class TooManyRefsException extends IOException {
  private static final long serialVersionUID = 1;

  TooManyRefsException(long most) {
    super("the server sent more than " + most + " bytes of refs");
  }
}
