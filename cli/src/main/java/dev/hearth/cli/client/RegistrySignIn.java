package dev.hearth.cli.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signs in to a registry as its clients do: where its refusal says, for what its refusal says.
 *
 * @param http that trusts the registry, and who gives its tokens
 */
public record RegistrySignIn(HttpClient http, String user, String password) {
  private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");

  /** The header {@code Authorization} with which a request that was refused is to come again. */
  public String headerFor(HttpResponse<?> refused) throws IOException, InterruptedException {
    String challenge = refused.headers().firstValue("WWW-Authenticate").orElse("");
    if (!challenge.startsWith("Bearer ")) {
      return basic();
    }
    Map<String, String> said = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(challenge);
    while (matcher.find()) {
      said.put(matcher.group(1), matcher.group(2));
    }
    String query =
        "?service="
            + encoded(said.getOrDefault("service", ""))
            + "&scope="
            + encoded(said.getOrDefault("scope", ""));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(said.getOrDefault("realm", "") + query))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", basic())
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("no token was given for the registry: " + answer.body());
    }
    return "Bearer " + Json.parse(answer.body(), "the registry's token").path("token").asText();
  }

  private String basic() {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "RegistrySignIn[" + user + "]";
  }
}
