package dev.hearth.dispatcher.oidc;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody at a browser: keeps each host's cookies, and follows nothing by itself. */
final class Browser {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Map<String, String>> cookies = new HashMap<>();

  HttpResponse<String> get(URI address) {
    return send(address, HttpRequest.newBuilder(address).header("Accept", "text/html"));
  }

  /** Goes where an answer leads. */
  HttpResponse<String> follow(HttpResponse<String> answer) {
    return get(target(answer));
  }

  static URI target(HttpResponse<String> answer) {
    return answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
  }

  /**
   * Logs in at the provider, whose form is shown on the way there, and returns where that leads.
   */
  URI logIn(HttpResponse<String> toProvider, String name) {
    HttpResponse<String> asked = follow(toProvider);
    if (asked.body().isEmpty() && target(asked).getPath().equals("/login")) {
      HttpResponse<String> form = follow(asked);
      Matcher csrf = CSRF.matcher(form.body());
      if (!csrf.find()) {
        throw new IllegalStateException("no form: " + form.body());
      }
      String fields =
          "username=%s&password=pw&_csrf=%s"
              .formatted(name, URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8));
      HttpRequest.Builder post =
          HttpRequest.newBuilder(form.uri())
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(BodyPublishers.ofString(fields));
      asked = follow(send(form.uri(), post));
    }
    return target(asked);
  }

  private HttpResponse<String> send(URI address, HttpRequest.Builder request) {
    Map<String, String> jar = cookies.computeIfAbsent(address.getAuthority(), _ -> new HashMap<>());
    if (!jar.isEmpty()) {
      request.header(
          "Cookie",
          jar.entrySet().stream()
              .map(one -> one.getKey() + "=" + one.getValue())
              .collect(Collectors.joining("; ")));
    }
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      for (String set : answer.headers().allValues("Set-Cookie")) {
        String[] pair = set.replaceFirst(";.*", "").split("=", 2);
        jar.put(pair[0], pair[1]);
      }
      return answer;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
