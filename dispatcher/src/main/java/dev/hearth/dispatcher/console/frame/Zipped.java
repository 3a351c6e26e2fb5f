package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.Request;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compressed answers. Never of what holds a log-in's secret: its length would tell of it. */
public final class Zipped {
  private static final int LEAST = 1000;

  private Zipped() {}

  /** The answer, compressed if the browser takes that and it is worth it. */
  public static Answer of(Request request, Answer answer) {
    return answer.body() instanceof Answer.Whole(Buffer bytes)
            && bytes.length() >= LEAST
            && accepts(request)
        ? new Answer(
                answer.status(),
                answer.headers(),
                new Answer.Whole(Buffer.buffer(zip(bytes.getBytes()))))
            .with("Content-Encoding", "gzip")
            .with("Vary", "Accept-Encoding")
        : answer;
  }

  static boolean accepts(Request request) {
    return request.header("Accept-Encoding").orElse("").contains("gzip");
  }

  static byte[] zip(byte[] bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }
}
