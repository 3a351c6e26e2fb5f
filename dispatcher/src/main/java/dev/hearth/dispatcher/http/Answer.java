package dev.hearth.dispatcher.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a handler answers; how it is written to the client is {@link BlockingRoute}'s. */
public record Answer(int status, Map<String, String> headers, Body body) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** What comes behind the headers. */
  public sealed interface Body {}

  /** Nothing. */
  public record None() implements Body {}

  /** Bytes that are known as a whole. */
  public record Whole(Buffer bytes) implements Body {}

  /** Bytes that are written one after the other. */
  public record Streamed(Writing writing) implements Body {}

  /** Writes a body piece by piece, and may block on what it writes and on what it reads. */
  @FunctionalInterface
  public interface Writing {
    /**
     * Returns when all is written.
     *
     * @throws ClientGoneException when nobody reads any more
     */
    void to(ResponseStream stream) throws InterruptedException;
  }

  public static Answer json(int status, JsonNode json) {
    return of(status, "application/json", json.toString().getBytes(StandardCharsets.UTF_8));
  }

  public static Answer text(int status, String type, String text) {
    return of(status, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  public static Answer of(int status, String type, byte[] bytes) {
    return new Answer(status, Map.of("Content-Type", type), new Whole(Buffer.buffer(bytes)));
  }

  public static Answer nothing(int status) {
    return new Answer(status, Map.of(), new None());
  }

  public static Answer streamed(String type, Writing writing) {
    return new Answer(200, Map.of("Content-Type", type), new Streamed(writing));
  }

  public Answer with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Answer(status, all, body);
  }
}
