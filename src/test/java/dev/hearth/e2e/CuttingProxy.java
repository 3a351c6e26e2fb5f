package dev.hearth.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** Passes connections on to a port of this machine, and cuts them all when told to. */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final IntSupplier target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  CuttingProxy(int target) throws IOException {
    this(() -> target);
  }

  /**
   * @param target asked for each connection
   */
  CuttingProxy(IntSupplier target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Breaks every connection that is open; new ones are taken. Returns how many there were. */
  int cut() {
    int cut = 0;
    for (Socket socket : open) {
      closeQuietly(socket);
      cut++;
    }
    return cut / 2;
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket from = listening.accept();
        Thread.startVirtualThread(() -> join(from));
      } catch (IOException e) {
        closeIfOver(e);
      }
    }
  }

  private void closeIfOver(IOException failure) {
    if (!listening.isClosed()) {
      throw new IllegalStateException("tried to accept a connection", failure);
    }
  }

  private void join(Socket from) {
    try {
      Socket to = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
      open.add(from);
      open.add(to);
      Thread.startVirtualThread(() -> pass(from, to));
      pass(to, from);
    } catch (IOException _) {
      closeQuietly(from);
    }
  }

  private void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // One side is gone: so is the other, at once.
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private void closeQuietly(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException _) {
      // It is closed all the same.
    }
  }
}
