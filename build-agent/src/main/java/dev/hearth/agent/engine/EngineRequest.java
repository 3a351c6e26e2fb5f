package dev.hearth.agent.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request to the engine that docker-java has no command for, or no sufficient one. */
public final class EngineRequest {
  private final String what;
  private final Method method;
  private final String path;
  private final Map<String, String> query = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable InputStream body;

  private EngineRequest(String what, Method method, String path) {
    this.what = what;
    this.method = method;
    this.path = path;
  }

  /**
   * @param what completes "tried to …"
   * @param path without version and query
   */
  public static EngineRequest post(String what, String path) {
    return new EngineRequest(what, Method.POST, path);
  }

  public static EngineRequest get(String what, String path) {
    return new EngineRequest(what, Method.GET, path);
  }

  public EngineRequest query(String name, String value) {
    query.put(name, value);
    return this;
  }

  public EngineRequest header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Read to its end while the request is sent; not closed. */
  public EngineRequest body(InputStream stream) {
    body = stream;
    return this;
  }

  String what() {
    return what;
  }

  DockerHttpClient.Request at(String prefix) {
    String parameters =
        query.entrySet().stream()
            .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&"));
    var request = DockerHttpClient.Request.builder().method(method);
    request.path(prefix + path + (parameters.isEmpty() ? "" : "?" + parameters));
    request.putAllHeaders(headers);
    if (body != null) {
      request.body(body);
    }
    return request.build();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
