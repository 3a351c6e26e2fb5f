package dev.hearth.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a client and a server, and cuts the connection between a request and its answer:
 * the server does what it was asked, and the client does not hear of it.
 */
public final class AnswerCutter implements AutoCloseable {
  /** In which the server surely has done it. */
  private static final Duration DONE_WITHIN = Duration.ofMillis(500);

  private final ServerSocket listening;
  private final int target;
  private final AtomicReference<String> marker = new AtomicReference<>("");
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicInteger cut = new AtomicInteger();

  private AnswerCutter(ServerSocket listening, int target) {
    this.listening = listening;
    this.target = target;
  }

  /**
   * Begins to pass connections on.
   *
   * @param target a port of this machine
   */
  public static AnswerCutter before(int target) {
    try {
      var cutter =
          new AnswerCutter(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
      Thread.startVirtualThread(cutter::accept);
      return cutter;
    } catch (IOException e) {
      throw new UncheckedIOException("tried to listen before port " + target, e);
    }
  }

  /** Where clients connect, {@code http://127.0.0.1:PORT}. */
  public String endpoint() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  /** The next requests that hold a text are not answered. */
  public void cutAnswersTo(String text, int times) {
    marker.set(text);
    left.set(times);
  }

  /** How many answers were cut off so far. */
  public int count() {
    return cut.get();
  }

  @Override
  public void close() {
    closeQuietly(listening);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        var connection = new Connection(client, server);
        Thread.startVirtualThread(connection::passRequests);
        Thread.startVirtualThread(connection::passAnswers);
      } catch (IOException e) {
        // The server is down, or this is closed: whoever connected sees it.
      }
    }
  }

  private static void closeQuietly(AutoCloseable closed) {
    try {
      closed.close();
    } catch (Exception e) {
      // It is of no use any more in any case.
    }
  }

  private final class Connection {
    private final Socket client;
    private final Socket server;
    private volatile boolean silent;

    Connection(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void passRequests() {
      byte[] bytes = new byte[64 << 10];
      String before = "";
      try (client;
          server) {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
          String text = before + new String(bytes, 0, read, StandardCharsets.ISO_8859_1);
          boolean found = left.get() > 0 && text.contains(marker.get());
          if (found && left.getAndDecrement() > 0) {
            silent = true;
            cut.incrementAndGet();
          }
          out.write(bytes, 0, read);
          if (silent) {
            Thread.sleep(DONE_WITHIN);
            return;
          }
          before = text.substring(Math.max(0, text.length() - 100));
        }
      } catch (IOException e) {
        // One side is gone: so is the other.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void passAnswers() {
      byte[] bytes = new byte[64 << 10];
      try (client;
          server) {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
          if (!silent) {
            out.write(bytes, 0, read);
          }
        }
      } catch (IOException e) {
        // One side is gone: so is the other.
      }
    }
  }
}
