package dev.hearth.dispatcher.publish;

/** Too little of the leader's lease is left to write a tag: whoever leads next begins anew. */
final class LeaseTooShortException extends RuntimeException {
  LeaseTooShortException(String tag) {
    super("tried to set " + tag + " but this dispatcher may not lead for much longer");
  }
}
