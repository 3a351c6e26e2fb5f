package dev.hearth.agent.checkout;

import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import dev.hearth.gitclient.Causes;
import dev.hearth.gitclient.GitHostException;
import dev.hearth.gitclient.GitHostFailures;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.GitUrl;
import java.util.Optional;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;

/** Reads what ended a fetch: whose fault it is, and one sentence about it. */
final class GitFailures {
  private GitFailures() {}

  /**
   * What the server, or the way to it, did to us; empty if the cause may lie in our own mirror.
   *
   * @throws InterruptedException if it was a cancel that ended the transfer
   */
  static Optional<StageFailure> remote(Exception failure, GitUrl url, LogSink log)
      throws InterruptedException {
    Causes causes = Causes.of(failure);
    if (Thread.interrupted() || causes.has(InterruptedException.class)) {
      throw new InterruptedException("the transfer was cancelled");
    }
    Optional<StageFailure> known =
        causes
            .find(StageFailure.class)
            .or(() -> here(causes, url, failure))
            .or(() ->
                GitHostFailures.read(failure, url)
                    .map(host -> ofHost(host, host.sentence("fetch from " + url), failure)));
    if (known.isPresent()) {
      log.line("git: " + causes.spoken());
    }
    return known;
  }

  static StageFailure ofHost(GitHostException host, String sentence, Exception failure) {
    return host.isAway()
        ? StageFailure.away(sentence, failure)
        : new StageFailure(host.kind(), sentence, failure);
  }

  private static Optional<StageFailure> here(Causes causes, GitUrl url, Exception failure) {
    if (isFull(failure)) {
      return Optional.of(
          StageFailure.lost(
              "tried to keep what was fetched from " + url + " but the disk is full", failure));
    }
    if (causes.has(TooLargeObjectInPackException.class)) {
      return Optional.of(
          new StageFailure(
              FailureKind.USER,
              "tried to fetch from " + url + " but an object in it is too large",
              failure));
    }
    return Optional.empty();
  }

  /** Whether this host's disk is full. */
  static boolean isFull(Throwable failure) {
    return words(failure).contains("no space left on device");
  }

  /** The words of a failure and its causes, in small letters, to look for what has no type. */
  static String words(Throwable failure) {
    return Causes.of(failure).words();
  }
}
