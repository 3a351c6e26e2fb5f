package dev.hearth.protocol;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a Git repository is reached: {@code https://host/path}, {@code ssh://user@host/path},
 * {@code user@host:path}, or plain {@code http}. It never holds a password; whether it may be used
 * is {@link GitUrlPolicy}'s to say.
 *
 * @param user only for SSH; empty when the URL names none
 * @param host in small letters; an IPv6 address is in brackets
 * @param port as given, or the scheme's own
 * @param path begins with a slash, but for {@code user@host:path}, where it is relative to the home
 * @param scpLike whether it was written {@code user@host:path}
 */
public record GitUrl(
    Scheme scheme, String user, String host, int port, String path, boolean scpLike) {
  /** How a repository may be reached at all. */
  public enum Scheme {
    HTTPS(443),
    HTTP(80),
    SSH(22);

    private final int port;

    Scheme(int port) {
      this.port = port;
    }

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String HOST =
      "([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9a-fA-F:.]+\\])";
  private static final String USER = "(?:([A-Za-z0-9][A-Za-z0-9._-]*)@)?";
  private static final String PATH = "([^\\s?#\\\\\\p{Cntrl}]+)";
  private static final Pattern WITH_SCHEME =
      Pattern.compile("(https?|ssh)://" + USER + HOST + "(?::([0-9]{1,5}))?/" + PATH);
  private static final Pattern SCP_LIKE = Pattern.compile(USER + HOST + ":" + PATH);

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException if it is anything but what this class's comment lists, with a
   *     sentence that does not repeat the URL, for there may be a password in it
   */
  public static GitUrl parse(String text) {
    Matcher full = WITH_SCHEME.matcher(text);
    if (full.matches()) {
      Scheme scheme = Scheme.valueOf(full.group(1).toUpperCase(Locale.ROOT));
      String user = orEmpty(full.group(2));
      if (!user.isEmpty() && scheme != Scheme.SSH) {
        throw new IllegalArgumentException("a Git URL must not name a user; use a credential");
      }
      int port = full.group(4) == null ? scheme.port : Integer.parseInt(full.group(4));
      return of(scheme, user, full.group(3), port, "/" + full.group(5), false);
    }
    Matcher scp = SCP_LIKE.matcher(text);
    if (scp.matches() && !text.contains("://") && !scp.group(3).startsWith(":")) {
      return of(Scheme.SSH, orEmpty(scp.group(1)), scp.group(2), 22, scp.group(3), true);
    }
    throw new IllegalArgumentException(
        "a Git URL must be https://host/path, ssh://user@host/path or user@host:path,"
            + " without a password");
  }

  private static GitUrl of(
      Scheme scheme, String user, String host, int port, String path, boolean scpLike) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("a Git URL's port must be from 1 to 65535");
    }
    String clean = path;
    while (clean.length() > 1 && clean.endsWith("/")) {
      clean = clean.substring(0, clean.length() - 1);
    }
    for (String component : clean.split("/", -1)) {
      if (component.equals("..") || component.equals(".")) {
        throw new IllegalArgumentException("a Git URL's path must not contain '.' or '..'");
      }
    }
    return new GitUrl(scheme, user, host.toLowerCase(Locale.ROOT), port, clean, scpLike);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /**
   * The URL of a submodule, which may be relative to this one, as {@code ../other.git}.
   *
   * @return empty if a relative URL climbs above the host
   * @throws IllegalArgumentException if it is not a URL that {@link #parse} takes
   */
  public Optional<GitUrl> resolve(String submodule) {
    if (!submodule.startsWith("./") && !submodule.startsWith("../")) {
      return Optional.of(parse(submodule));
    }
    String base = path;
    String rest = submodule;
    while (rest.startsWith("./") || rest.startsWith("../")) {
      boolean up = rest.startsWith("../");
      rest = rest.substring(up ? 3 : 2);
      if (up) {
        int slash = base.lastIndexOf('/');
        if (base.isEmpty() || (slash < 0 && !scpLike)) {
          return Optional.empty();
        }
        base = slash < 0 ? "" : base.substring(0, slash);
      }
    }
    String joined = base.isEmpty() && scpLike ? rest : base + "/" + rest;
    return Optional.of(parse(withPath(joined)));
  }

  private String withPath(String other) {
    String login = user.isEmpty() ? "" : user + "@";
    if (scpLike) {
      return login + host + ":" + other;
    }
    String explicit = port == scheme.port ? "" : ":" + port;
    return scheme.text() + "://" + login + host + explicit + other;
  }

  /** Whether both are on one server: then a credential for one may be sent to the other. */
  public boolean sameServer(GitUrl other) {
    return scheme == other.scheme && host.equals(other.host) && port == other.port;
  }

  /** {@code host:port}, always with the port. */
  public String server() {
    return host + ":" + port;
  }

  /** The URL as one writes it. */
  @Override
  public String toString() {
    return withPath(path);
  }
}
