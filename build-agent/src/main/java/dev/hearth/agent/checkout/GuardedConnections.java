package dev.hearth.agent.checkout;

import dev.hearth.protocol.GitUrl;
import dev.hearth.protocol.GitUrlVerdict;
import java.io.IOException;
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
 * Opens every HTTP connection of a fetch, those after a redirect too: asks the policy each time,
 * and lets credentials through to the repository's own server only.
 */
final class GuardedConnections implements HttpConnectionFactory {
  private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie");

  private final GitUrl own;
  private final GitAccess access;

  GuardedConnections(GitUrl own, GitAccess access) {
    this.own = own;
    this.access = access;
  }

  @Override
  public HttpConnection create(URL url) throws IOException {
    return create(url, null);
  }

  @Override
  public HttpConnection create(URL url, @Nullable Proxy proxy) throws IOException {
    GitUrl asked = asked(url);
    return switch (access.policy().check(asked, access.resolver())) {
      case GitUrlVerdict.Allowed _ -> new Guarded(url, proxy, own.sameServer(asked));
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
    private final boolean trusted;

    Guarded(URL url, @Nullable Proxy proxy, boolean trusted) throws IOException {
      super(url, proxy == null ? Proxy.NO_PROXY : proxy);
      this.trusted = trusted;
    }

    @Override
    public void setRequestProperty(String key, String value) {
      if (trusted || !CREDENTIALS.contains(key.toLowerCase(Locale.ROOT))) {
        super.setRequestProperty(key, value);
      }
    }
  }
}
