package dev.hearth.git;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the three things that smart HTTP asks of a repository. What has another shape is not
 * served: neither single objects nor configuration, nor any path with a dot at a component's start.
 */
record GitService(String repository, String service) {
  private static final Pattern PATH =
      Pattern.compile(
          "/((?:[A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*\\.git)"
              + "/(info/refs|git-upload-pack|git-receive-pack)");
  private static final Pattern QUERY =
      Pattern.compile("service=(git-upload-pack|git-receive-pack)");

  static Optional<GitService> of(String method, String rawPath, String rawQuery) {
    Matcher path = PATH.matcher(rawPath);
    if (!path.matches()) {
      return Optional.empty();
    }
    String repository = path.group(1);
    String action = path.group(2);
    Matcher query = QUERY.matcher(rawQuery);
    return switch (method) {
      case "GET" ->
          action.equals("info/refs") && query.matches()
              ? Optional.of(new GitService(repository, query.group(1)))
              : Optional.empty();
      case "POST" ->
          action.equals("info/refs")
              ? Optional.empty()
              : Optional.of(new GitService(repository, action));
      default -> Optional.empty();
    };
  }

  boolean writes() {
    return service.equals("git-receive-pack");
  }
}
