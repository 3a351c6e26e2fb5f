package dev.hearth.gitclient;

import dev.hearth.protocol.GitUrl;
import dev.hearth.protocol.GitUrlVerdict;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Opens every HTTP connection to a repository, those after a redirect too: asks the policy each
 * time, and lets credentials through to the repository's own server only.
 */
final class GuardedConnections implements HttpConnectionFactory {
  private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie");

  private final GitUrl own;
  private final GitAccess access;
  private final long mostBytes;

  /**
   * @param mostBytes that any one answer may have; what has a bound is not taken compressed
   */
  GuardedConnections(GitUrl own, GitAccess access, long mostBytes) {
    this.own = own;
    this.access = access;
    this.mostBytes = mostBytes;
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return create(url, null);
  }

  @Override
  public HttpConnection create(URL url, @Nullable Proxy proxy) throws IOException {
    GitUrl asked = asked(url);
    return switch (access.policy().check(asked, access.resolver())) {
      case GitUrlVerdict.Allowed _ -> new Guarded(url, proxy, own.sameServer(asked), mostBytes);
      case GitUrlVerdict.Refused(String reason) -> throw new RefusedUrlException(reason);
      case GitUrlVerdict.NotFound(String reason) -> throw new UnknownHostException(reason);
    };
  }

  private static GitUrl asked(URL url) throws RefusedUrlException {
    try {
      return GitUrl.parse(url.getProtocol() + "://" + url.getAuthority() + url.getPath());
    } catch (IllegalArgumentException e) {
      throw new RefusedUrlException("the server answered with an address that is no Git URL", e);
    }
  }

  private static final class Guarded extends JDKHttpConnection {
    private static final String ACCEPTED = "accept-encoding";
    private static final String ENCODING = "content-encoding";

    private final boolean trusted;
    private final long mostBytes;

    Guarded(URL url, @Nullable Proxy proxy, boolean trusted, long mostBytes) throws IOException {
      super(url, proxy == null ? Proxy.NO_PROXY : proxy);
      this.trusted = trusted;
      this.mostBytes = mostBytes;
    }

    private boolean bounded() {
      return mostBytes < Long.MAX_VALUE;
    }

    @Override
    public void setRequestProperty(String key, String value) {
      String name = key.toLowerCase(Locale.ROOT);
      boolean withheld = CREDENTIALS.contains(name) && !trusted;
      if (!withheld && !(bounded() && name.equals(ACCEPTED))) {
        super.setRequestProperty(key, value);
      }
    }

    /** A compressed answer that nobody asked for is taken as it is: it could unpack to anything. */
    @Override
    public @Nullable String getHeaderField(String name) {
      boolean hidden = bounded() && name.toLowerCase(Locale.ROOT).equals(ENCODING);
      return hidden ? null : super.getHeaderField(name);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      InputStream answer = super.getInputStream();
      return bounded() ? new BoundedInput(answer, mostBytes) : answer;
    }
  }
}
