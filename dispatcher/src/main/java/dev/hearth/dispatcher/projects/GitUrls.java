package dev.hearth.dispatcher.projects;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the store must know of a Git URL: whether it can be one, and by which key a hook finds its
 * project. Which hosts are allowed is decided where the farm's settings are known.
 */
public final class GitUrls {
  private static final Pattern SCP = Pattern.compile("[A-Za-z0-9_.-]+@([A-Za-z0-9.-]+):([^/].*)");
  private static final int LONGEST = 500;

  private GitUrls() {}

  /** What makes the URL impossible; empty if nothing does. */
  public static Optional<String> problem(String url) {
    if (url.isBlank() || url.length() > LONGEST || url.matches("(?s).*[\\p{Cntrl}\\s\\\\].*")) {
      return Optional.of("it is empty, too long, or has spaces, backslashes or control characters");
    }
    if (SCP.matcher(url).matches()) {
      return pathProblem(url.substring(url.indexOf(':') + 1));
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      return Optional.of("it is not a URL");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.matches("https?|ssh") || uri.getHost() == null) {
      return Optional.of("only https://host/path and ssh://host/path can be fetched");
    }
    String user = uri.getRawUserInfo();
    if (user != null && (!scheme.equals("ssh") || user.contains(":"))) {
      return Optional.of("it holds a user or password, which belong into gitCredential");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      return Optional.of("a query or fragment has no meaning in it");
    }
    return pathProblem(uri.getPath() == null ? "" : uri.getPath());
  }

  private static Optional<String> pathProblem(String path) {
    return path.replace("/", "").isEmpty() || path.matches("(?:.*/)?\\.\\.?(?:/.*)?")
        ? Optional.of("its path names no repository")
        : Optional.empty();
  }

  /**
   * Host and path, so that https and ssh forms of one repository have one key: {@code
   * git.example.com/team/app}. The host's port is left out, as it differs between the forms.
   */
  public static String key(String url) {
    Matcher scp = SCP.matcher(url);
    String host;
    String path;
    if (scp.matches()) {
      host = scp.group(1);
      path = scp.group(2);
    } else {
      URI uri = URI.create(url);
      host = uri.getHost();
      path = uri.getPath();
    }
    String plain = path.replaceAll("/{2,}", "/").replaceAll("^/|/$", "").replaceAll("\\.git$", "");
    return (host + "/" + plain).toLowerCase(Locale.ROOT);
  }
}
