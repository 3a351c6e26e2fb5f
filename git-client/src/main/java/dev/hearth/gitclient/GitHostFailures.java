package dev.hearth.gitclient;

import dev.hearth.protocol.GitUrl;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.jspecify.annotations.Nullable;

/** Reads what JGit's exceptions mean: whose fault it is, and what to say about it. */
public final class GitHostFailures {
  private GitHostFailures() {}

  /** What the server, or the way to it, did to us; empty if the cause may lie on our side. */
  public static Optional<GitHostException> read(Throwable failure, GitUrl url) {
    Causes causes = Causes.of(failure);
    return causes
        .find(GitHostException.class)
        .or(() -> Optional.ofNullable(known(causes, causes.words(), url, failure)));
  }

  private static @Nullable GitHostException known(
      Causes causes, String words, GitUrl url, Throwable failure) {
    Optional<RefusedUrlException> refused = causes.find(RefusedUrlException.class);
    if (refused.isPresent()) {
      return GitHostException.user(String.valueOf(refused.get().getMessage()), failure);
    }
    if (causes.has(TooManyRefsException.class)) {
      return GitHostException.user(
          "the server lists more refs than can be read; delete branches and tags", failure);
    }
    if (causes.has(UnknownHostException.class)) {
      return GitHostException.away(
          "the host %s cannot be found; check the Git URL and the name service"
              .formatted(url.host()),
          failure);
    }
    if (causes.has(InterruptedIOException.class) || has(words, "timed out", "timeout")) {
      return GitHostException.away("the server fell silent; try again", failure);
    }
    if (words.contains("server key did not validate")) {
      return GitHostException.user(
          "its host key is not the one that the project knows; check it, and learn the new one if"
              + " it was changed on purpose",
          failure);
    }
    if (isRefusedLogin(words)) {
      return GitHostException.user(
          "the server refused the credentials; check the project's gitCredential", failure);
    }
    if (causes.has(NoRemoteRepositoryException.class)
        || has(words, "not found: ", "404 not found", "does not appear to be a git repository")) {
      return GitHostException.user(
          "there is no such repository, or the credentials do not show it; check the Git URL",
          failure);
    }
    if (causes.has(SSLException.class)) {
      return GitHostException.infrastructure(
          "its certificate is not trusted; check the host's CA certificates", failure);
    }
    if (causes.has(SocketException.class)
        || has(words, "connection refused", "500 internal", "502 bad gateway", "503 service")) {
      return GitHostException.away(
          "the host did not answer; check that it is up and reachable from here", failure);
    }
    return null;
  }

  private static boolean isRefusedLogin(String words) {
    return has(
        words,
        "not authorized",
        "authentication is required",
        "auth fail",
        "no more authentication methods",
        "cannot log in",
        "authentication not supported",
        "not permitted",
        "403 forbidden");
  }

  private static boolean has(String words, String... anyOf) {
    return Stream.of(anyOf).anyMatch(words::contains);
  }
}
