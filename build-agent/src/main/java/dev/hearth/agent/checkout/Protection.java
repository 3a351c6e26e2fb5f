package dev.hearth.agent.checkout;

/** Whether a commit is of a protected branch, with the reason for the build's log. */
public sealed interface Protection {
  /** It may write the project's cache and its tags. */
  record Protected(String branch) implements Protection {}

  /** It may read the cache and no more. */
  record Unprotected(String reason) implements Protection {}
}
