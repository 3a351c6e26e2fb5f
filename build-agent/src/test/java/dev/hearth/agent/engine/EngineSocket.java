package dev.hearth.agent.engine;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The engine's socket as an agent sees it while the engine is restarted: gone, and back. */
public final class EngineSocket implements AutoCloseable {
  private final Path socket;
  private final Path engine;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private ServerSocketChannel listening;

  /**
   * @param folder for the socket; its path must be short
   */
  public EngineSocket(Path folder, Path engine) throws IOException {
    this.socket = folder.resolve("s");
    this.engine = engine;
    this.listening = listen();
  }

  public URI uri() {
    return URI.create("unix://" + socket);
  }

  /** Breaks every connection, and takes none until {@link #back}. */
  public void away() throws IOException {
    listening.close();
    Files.deleteIfExists(socket);
    for (SocketChannel each : open) {
      each.close();
    }
    open.clear();
  }

  public void back() throws IOException {
    listening = listen();
  }

  @Override
  public void close() throws IOException {
    away();
  }

  private ServerSocketChannel listen() throws IOException {
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofPlatform().daemon().start(() -> accept(server));
    return server;
  }

  private void accept(ServerSocketChannel server) {
    while (server.isOpen()) {
      try {
        SocketChannel from = server.accept();
        SocketChannel to = SocketChannel.open(UnixDomainSocketAddress.of(engine));
        open.add(from);
        open.add(to);
        Thread.ofPlatform().daemon().start(() -> pass(from, to));
        Thread.ofPlatform().daemon().start(() -> pass(to, from));
      } catch (IOException _) {
        // Either we are closed, or the engine is; the next one will tell.
      }
    }
  }

  /** Until one side says that it sends no more; the other may go on. */
  private static void pass(SocketChannel from, SocketChannel to) {
    try {
      ByteBuffer piece = ByteBuffer.allocate(1 << 16);
      while (from.read(piece) >= 0) {
        piece.flip();
        while (piece.hasRemaining()) {
          to.write(piece);
        }
        piece.clear();
      }
      to.shutdownOutput();
    } catch (IOException _) {
      // Cut: the other direction notices by itself.
    }
  }
}
