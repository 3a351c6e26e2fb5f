package dev.hearth.cli.bench;

import dev.hearth.cli.client.Json;
import dev.hearth.cli.demo.GitLabPush;
import dev.hearth.cli.terminal.CommandFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/**
 * Delivers hooks over a connection of its own, so that the moment of a hook's last byte is known.
 * Not thread-safe.
 */
final class RawHook implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final URI url;
  private final String secret;
  private final Socket socket;
  private final InputStream in;

  RawHook(URI url, String secret) {
    this.url = url;
    this.secret = secret;
    try {
      this.socket = new Socket(url.getHost(), url.getPort());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      this.in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new CommandFailure("tried to connect to " + url + ", but could not", e);
    }
  }

  /**
   * A hook that was taken.
   *
   * @param build its id
   * @param sentAt {@link System#nanoTime} right after its last byte
   */
  record Delivered(String build, long sentAt) {}

  Delivered deliver(GitLabPush push) {
    byte[] body = push.json().getBytes(StandardCharsets.UTF_8);
    String head =
        """
        POST %s HTTP/1.1
        Host: %s:%d
        Content-Type: application/json
        User-Agent: GitLab/17.5.1
        Idempotency-Key: %s
        X-Gitlab-Event: Push Hook
        X-Gitlab-Token: %s
        Content-Length: %d

        """
            .formatted(
                url.getRawPath(),
                url.getHost(),
                url.getPort(),
                UUID.randomUUID(),
                secret,
                body.length)
            .replace("\n", "\r\n");
    try {
      byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
      byte[] request = new byte[headBytes.length + body.length];
      System.arraycopy(headBytes, 0, request, 0, headBytes.length);
      System.arraycopy(body, 0, request, headBytes.length, body.length);
      socket.getOutputStream().write(request);
      long sentAt = System.nanoTime();
      return new Delivered(build(), sentAt);
    } catch (IOException e) {
      throw new CommandFailure("tried to deliver a hook to " + url + ", but: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new CommandFailure("tried to close a connection, but could not", e);
    }
  }

  private String build() throws IOException {
    String status = line();
    int length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      }
    }
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    String id = Json.parse(body, "the hook's answer").path("builds").path(0).path("id").asText();
    if (!status.contains(" 202 ") || id.isEmpty()) {
      throw new CommandFailure("delivered a hook, but was answered: " + status + " " + body);
    }
    return id;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new IOException("the connection ended");
      }
      if (read != '\r') {
        line.append((char) read);
      }
    }
    return line.toString();
  }
}
