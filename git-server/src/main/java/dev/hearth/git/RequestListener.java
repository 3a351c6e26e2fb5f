package dev.hearth.git;

/**
 * Is told of every request that the Git server has answered. Called on the request's own thread.
 */
public interface RequestListener {
  void answered(AnsweredRequest request);

  /** Nobody listens. */
  static RequestListener none() {
    return _ -> {};
  }
}
