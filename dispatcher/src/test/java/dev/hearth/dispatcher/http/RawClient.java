package dev.hearth.dispatcher.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Speaks HTTP by hand, for what no decent client would send. */
public final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final StringBuilder answer = new StringBuilder();

  public RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
  }

  public RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Sends a body in chunks of 64 KiB; false if the server stopped reading before its end. */
  public boolean sendChunked(long bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    byte[] piece = new byte[1 << 16];
    try {
      for (long sent = 0; sent < bytes; sent += piece.length) {
        int length = (int) Math.min(piece.length, bytes - sent);
        out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(piece, 0, length);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return true;
    } catch (SocketException e) {
      return false;
    }
  }

  /** Reads until there is this text, or the server closes. */
  public String readUntil(String text) throws IOException {
    byte[] piece = new byte[4096];
    while (answer.indexOf(text) < 0) {
      int count = socket.getInputStream().read(piece);
      if (count < 0) {
        break;
      }
      answer.append(new String(piece, 0, count, StandardCharsets.UTF_8));
    }
    return answer.toString();
  }

  /** Reads until the server closes. */
  public String readAll() throws IOException {
    return readUntil("\0");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
