package dev.hearth.gitclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.SshdSession;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.util.FS;

/** SSH sessions that hear out a server for so many bytes and no longer. */
final class BoundedSessions extends SshSessionFactory {
  private final SshdSessionFactory sessions;
  private final long most;

  BoundedSessions(SshdSessionFactory sessions, long most) {
    this.sessions = sessions;
    this.most = most;
  }

  @Override
  public RemoteSession getSession(URIish uri, CredentialsProvider credentials, FS fs, int timeout)
      throws TransportException {
    return new Session(sessions.getSession(uri, credentials, fs, timeout), most);
  }

  @Override
  public String getType() {
    return sessions.getType();
  }

  private record Session(SshdSession session, long most) implements RemoteSession2 {
    @Override
    public Process exec(String command, int timeout) throws IOException {
      return new Bounded(session.exec(command, timeout), most);
    }

    @Override
    public Process exec(String command, Map<String, String> environment, int timeout)
        throws IOException {
      return new Bounded(session.exec(command, environment, timeout), most);
    }

    @Override
    public void disconnect() {
      session.disconnect();
    }
  }

  private static final class Bounded extends Process {
    private final Process process;
    private final InputStream output;

    Bounded(Process process, long most) {
      this.process = process;
      this.output = new BoundedInput(process.getInputStream(), most);
    }

    @Override
    public OutputStream getOutputStream() {
      return process.getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return output;
    }

    @Override
    public InputStream getErrorStream() {
      return process.getErrorStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
      return process.waitFor();
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
      return process.waitFor(timeout, unit);
    }

    @Override
    public int exitValue() {
      return process.exitValue();
    }

    @Override
    public void destroy() {
      process.destroy();
    }
  }
}
