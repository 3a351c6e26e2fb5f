package dev.hearth.dispatcher.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.api.TestDispatcher;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a browser does with pages, without one: keeps cookies, sends forms, follows nothing. */
public final class WebClient {
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private final TestDispatcher farm;
  private final Map<String, String> cookies = new TreeMap<>();
  private String csrf = "";

  public WebClient(TestDispatcher farm) {
    this.farm = farm;
  }

  public static WebClient loggedIn(TestDispatcher farm) {
    return loggedIn(farm, "admin", TestDispatcher.TOKEN);
  }

  public static WebClient loggedIn(TestDispatcher farm, String name, String password) {
    WebClient client = new WebClient(farm);
    assertThat(client.logIn(name, password).statusCode()).isEqualTo(303);
    client.get("/builds");
    return client;
  }

  public HttpResponse<String> logIn(String name, String password) {
    return post("/login", Map.of("name", name, "password", password));
  }

  public HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = farm.request(path).header("Accept", "text/html");
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return kept(request);
  }

  /** Sends a form as a page of ours does. */
  public HttpResponse<String> post(String path, Map<String, String> fields) {
    return post(path, fields, "http://127.0.0.1:" + farm.port());
  }

  HttpResponse<String> post(String path, Map<String, String> fields, String origin) {
    Map<String, String> all = new TreeMap<>(fields);
    all.putIfAbsent("csrf", csrf);
    String body =
        all.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return kept(
        farm.request(path)
            .header("Accept", "text/html")
            .header("Origin", origin)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  String cookie(String name) {
    return cookies.getOrDefault(name, "");
  }

  void cookie(String name, String value) {
    cookies.put(name, value);
  }

  private HttpResponse<String> kept(HttpRequest.Builder request) {
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(one -> one.getKey() + "=" + one.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpResponse<String> response = farm.send(request);
    response
        .headers()
        .allValues("Set-Cookie")
        .forEach(header -> {
          String pair = header.substring(0, header.indexOf(';'));
          cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        });
    Matcher hidden = CSRF.matcher(response.body());
    if (hidden.find()) {
      csrf = hidden.group(1);
    }
    return response;
  }
}
