package dev.hearth.agent.checkout;

import dev.hearth.agent.LogSink;
import dev.hearth.agent.StageFailure;
import dev.hearth.protocol.FailureKind;
import dev.hearth.protocol.GitUrl;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;

/** Reads what JGit's exceptions mean: whose fault it is, and one sentence about it. */
final class GitFailures {
  private GitFailures() {}

  /**
   * What the server, or the way to it, did to us; empty if the cause may lie in our own mirror.
   *
   * @throws InterruptedException if it was a cancel that ended the transfer
   */
  static Optional<StageFailure> remote(Exception failure, GitUrl url, LogSink log)
      throws InterruptedException {
    List<Throwable> causes = causes(failure);
    if (Thread.interrupted() || has(causes, InterruptedException.class)) {
      throw new InterruptedException("the transfer was cancelled");
    }
    Optional<StageFailure> known = known(causes, words(causes), url, failure);
    if (known.isPresent()) {
      log.line("git: " + String.join(": ", spoken(causes)));
    }
    return known;
  }

  private static Optional<StageFailure> known(
      List<Throwable> causes, String words, GitUrl url, Exception failure) {
    for (Throwable cause : causes) {
      if (cause instanceof StageFailure own) {
        return Optional.of(own);
      }
      if (cause instanceof RefusedUrlException refused) {
        return user("tried to fetch from " + url + " but " + refused.getMessage(), failure);
      }
    }
    if (words.contains("no space left on device")) {
      return infrastructure(
          "tried to keep what was fetched from " + url + " but the disk is full", failure);
    }
    if (has(causes, TooLargeObjectInPackException.class)) {
      return user("tried to fetch from " + url + " but an object in it is too large", failure);
    }
    if (has(causes, UnknownHostException.class)) {
      return infrastructure(
          "tried to reach %s but the host %s cannot be found; check the Git URL and the name service"
              .formatted(url, url.host()),
          failure);
    }
    if (has(causes, SocketTimeoutException.class)
        || has(causes, InterruptedIOException.class)
        || words.contains("timed out")
        || words.contains("timeout")) {
      return Optional.of(
          new StageFailure(
              FailureKind.INFRASTRUCTURE,
              "tried to fetch from %s but the server fell silent; try again".formatted(url),
              failure));
    }
    if (words.contains("server key did not validate")) {
      return user(
          "tried to reach %s but its host key is not the one that the project knows; check it, and"
                  .formatted(url.server())
              + " learn the new one if it was changed on purpose",
          failure);
    }
    if (isRefusedLogin(words)) {
      return user(
          "tried to fetch from %s but the server refused the credentials; check the project's"
                  .formatted(url)
              + " gitCredential",
          failure);
    }
    if (has(causes, NoRemoteRepositoryException.class)
        || words.contains("not found: ")
        || words.contains("404 not found")
        || words.contains("does not appear to be a git repository")) {
      return user(
          "tried to fetch from %s but there is no such repository, or the credentials do not show it"
              .formatted(url),
          failure);
    }
    if (has(causes, SSLException.class)) {
      return infrastructure(
          "tried to reach %s but its certificate is not trusted; check the host's CA certificates"
              .formatted(url),
          failure);
    }
    if (has(causes, ConnectException.class)
        || has(causes, NoRouteToHostException.class)
        || has(causes, SocketException.class)
        || words.contains("connection refused")
        || words.contains("503 service unavailable")
        || words.contains("502 bad gateway")
        || words.contains("500 internal")) {
      return infrastructure(
          "tried to reach %s but the host did not answer; check that it is up and reachable from here"
              .formatted(url),
          failure);
    }
    return Optional.empty();
  }

  private static boolean isRefusedLogin(String words) {
    return words.contains("not authorized")
        || words.contains("authentication is required")
        || words.contains("auth fail")
        || words.contains("no more authentication methods")
        || words.contains("cannot log in")
        || words.contains("authentication not supported")
        || words.contains("not permitted")
        || words.contains("403 forbidden");
  }

  /** The words of a failure and its causes, in small letters, to look for what has no type. */
  static String words(Throwable failure) {
    return words(causes(failure));
  }

  private static String words(List<Throwable> causes) {
    return String.join(": ", spoken(causes)).toLowerCase(Locale.ROOT);
  }

  private static List<String> spoken(List<Throwable> causes) {
    return causes.stream()
        .map(cause -> cause.getMessage() == null ? cause.toString() : cause.getMessage())
        .distinct()
        .toList();
  }

  private static boolean has(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable next = failure; next != null && causes.size() < 20; next = next.getCause()) {
      causes.add(next);
    }
    return causes;
  }

  private static Optional<StageFailure> user(String sentence, Exception cause) {
    return Optional.of(new StageFailure(FailureKind.USER, sentence, cause));
  }

  private static Optional<StageFailure> infrastructure(String sentence, Exception cause) {
    return Optional.of(StageFailure.infrastructure(sentence, cause));
  }
}
