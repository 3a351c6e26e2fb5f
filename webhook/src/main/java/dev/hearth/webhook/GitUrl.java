package dev.hearth.webhook;

import java.net.IDN;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a repository lives, whichever way it is written: {@code https://host/team/app.git}, {@code
 * ssh://git@host:22/team/app/} and {@code git@host:team/app} are equal by {@link #key()}. User info
 * is forgotten. It recognises repositories; whether one may be fetched from is not decided here.
 *
 * @param host lower-case, with {@code :port} where the port is not the protocol's own
 * @param path decoded, without slashes around it and without {@code .git}; case matters
 */
public record GitUrl(String host, String path) {
  private static final int LONGEST = 2048;
  private static final Map<String, String> DEFAULT_PORTS =
      Map.of("http", "80", "https", "443", "ssh", "22");

  private static final String HOST = "(?<host>\\[[0-9a-fA-F:.]{2,45}]|[^\\[\\]:/@\\s]{1,253})";
  private static final Pattern WITH_SCHEME =
      Pattern.compile(
          "(?<scheme>[a-zA-Z]{1,10})://([^/@]*@)?" + HOST + "(:(?<port>[0-9]{0,5}))?/(?<path>.*)",
          Pattern.DOTALL);
  private static final Pattern LIKE_SCP =
      Pattern.compile("([^/@:]*@)?" + HOST + ":(?<path>(?!//|:).*)", Pattern.DOTALL);

  private static final Pattern PLAIN_HOST = Pattern.compile("[a-z0-9_][a-z0-9._-]*");

  /** The repository at this address, or empty if it is none that Hearth knows how to read. */
  public static Optional<GitUrl> find(String url) {
    try {
      return Optional.of(parse(url));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * @throws IllegalArgumentException with a sentence for the person who wrote it; the address
   *     itself, which may hold a password, is not in it
   */
  public static GitUrl parse(String url) {
    if (url.length() > LONGEST) {
      throw refused("it is longer than " + LONGEST + " characters");
    }
    Matcher full = WITH_SCHEME.matcher(url);
    if (full.matches()) {
      String scheme = full.group("scheme").toLowerCase(Locale.ROOT);
      String usual = DEFAULT_PORTS.get(scheme);
      if (usual == null) {
        throw refused("its protocol is none of http, https and ssh");
      }
      String path = full.group("path");
      if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
        throw refused("it has a query or fragment");
      }
      return new GitUrl(host(full, usual), cleanPath(decoded(path)));
    }
    Matcher scp = LIKE_SCP.matcher(url);
    if (!url.contains("://") && scp.matches()) {
      return new GitUrl(asciiHost(scp.group("host")), cleanPath(scp.group("path")));
    }
    throw refused("it is neither scheme://host/path nor user@host:path");
  }

  /** {@code host/path}: equal for all addresses of one repository on the protocols' usual ports. */
  public String key() {
    return host + "/" + path;
  }

  private static String host(Matcher url, String usualPort) {
    String host = asciiHost(url.group("host"));
    String port = Optional.ofNullable(url.group("port")).orElse("").replaceFirst("^0+(?=.)", "");
    return port.isEmpty() || port.equals(usualPort) ? host : host + ":" + port;
  }

  private static String asciiHost(String host) {
    if (host.startsWith("[")) {
      return host.toLowerCase(Locale.ROOT);
    }
    String ascii;
    try {
      ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT).replaceFirst("[.]$", "");
    } catch (IllegalArgumentException e) {
      throw refused("its host name is none");
    }
    if (!PLAIN_HOST.matcher(ascii).matches()) {
      throw refused("its host name is none");
    }
    return ascii;
  }

  private static String cleanPath(String path) {
    if (path.chars().anyMatch(Character::isISOControl) || path.indexOf('\\') >= 0) {
      throw refused("its path has a control character or a backslash");
    }
    List<String> parts = Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
    if (parts.contains(".") || parts.contains("..")) {
      throw refused("its path has . or .. in it");
    }
    String joined = String.join("/", parts);
    String bare = joined.endsWith(".git") ? joined.substring(0, joined.length() - 4) : joined;
    if (bare.isEmpty() || bare.endsWith("/")) {
      throw refused("it names no repository");
    }
    return bare;
  }

  private static String decoded(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    byte[] raw = path.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(raw.length);
    for (int i = 0; i < raw.length; i++) {
      bytes.put(raw[i] == '%' ? escaped(raw, i) : raw[i]);
      i += raw[i] == '%' ? 2 : 0;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw refused("its percent escapes are no UTF-8");
    }
  }

  /** An escaped slash would make two repositories of a host look like one: it is refused. */
  private static byte escaped(byte[] raw, int at) {
    if (at + 2 >= raw.length
        || !HexFormat.isHexDigit(raw[at + 1])
        || !HexFormat.isHexDigit(raw[at + 2])) {
      throw refused("a % in it is not followed by two hex digits");
    }
    int value = HexFormat.fromHexDigit(raw[at + 1]) * 16 + HexFormat.fromHexDigit(raw[at + 2]);
    if (value == '/') {
      throw refused("a slash in its path is escaped");
    }
    return (byte) value;
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        "tried to read a Git address but " + why + "; write it as https://host/team/app.git");
  }
}
