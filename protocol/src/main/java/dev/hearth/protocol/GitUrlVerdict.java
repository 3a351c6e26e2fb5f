package dev.hearth.protocol;

import java.net.InetAddress;
import java.util.List;

/** What {@link GitUrlPolicy} says of a URL. */
public sealed interface GitUrlVerdict {
  /**
   * It may be used.
   *
   * @param addresses what the host's name stood for when it was looked up
   */
  record Allowed(GitUrl url, List<InetAddress> addresses) implements GitUrlVerdict {}

  /** It must not be used; trying again changes nothing. The reason is a sentence for people. */
  record Refused(String reason) implements GitUrlVerdict {}

  /** The host's name could not be looked up now. The reason is a sentence for people. */
  record NotFound(String reason) implements GitUrlVerdict {}
}
