package dev.hearth.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** etcd's JSON gateway, so that its image needs no client program. */
final class EtcdGateway {
  private static final Pattern ENTRY =
      Pattern.compile("\"key\":\"([^\"]+)\"[^}]*?\"mod_revision\":\"(\\d+)\"");

  private EtcdGateway() {}

  /**
   * Asks for something, and returns the answer's JSON.
   *
   * @throws IllegalStateException with etcd's words if it refuses
   */
  static String call(String endpoint, String path, String body) {
    return call(endpoint, "", path, body);
  }

  /**
   * Asks as whoever has a token.
   *
   * @param token of {@link #token}; empty where no passwords are asked for
   */
  static String call(String endpoint, String token, String path, String body) {
    var building =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .timeout(Duration.ofSeconds(20))
            .POST(BodyPublishers.ofString(body));
    var request = (token.isEmpty() ? building : building.header("Authorization", token)).build();
    try (var http = HttpClient.newHttpClient()) {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(
            "tried to ask etcd for %s but it answered %d: %s"
                .formatted(path, response.statusCode(), response.body()));
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException("tried to ask etcd for " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking etcd for " + path, e);
    }
  }

  /** Signs in. */
  static String token(String endpoint, String user, String password) {
    String answer =
        call(
            endpoint,
            "/v3/auth/authenticate",
            "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(user, password));
    return answer.replaceFirst(".*\"token\":\"([^\"]+)\".*", "$1");
  }

  /** Keys below a prefix, each with the revision at which it was last written. */
  static SortedMap<String, Long> revisions(String endpoint, String token, String prefix) {
    int last = prefix.length() - 1;
    String end = prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    String answer =
        call(
            endpoint,
            token,
            "/v3/kv/range",
            "{\"key\":\"%s\",\"range_end\":\"%s\",\"keys_only\":true}"
                .formatted(base64(prefix), base64(end)));
    SortedMap<String, Long> revisions = new TreeMap<>();
    Matcher entries = ENTRY.matcher(answer);
    while (entries.find()) {
      byte[] key = Base64.getDecoder().decode(entries.group(1));
      revisions.put(new String(key, StandardCharsets.UTF_8), Long.valueOf(entries.group(2)));
    }
    return revisions;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends every NOSPACE alarm. */
  static void disarm(String endpoint, String token) {
    String path = "/v3/maintenance/alarm";
    String alarms = call(endpoint, token, path, "{\"action\":\"GET\"}");
    Matcher members = Pattern.compile("\"memberID\":\"(\\d+)\"").matcher(alarms);
    while (members.find()) {
      call(
          endpoint,
          token,
          path,
          "{\"action\":\"DEACTIVATE\",\"memberID\":\"%s\",\"alarm\":\"NOSPACE\"}"
              .formatted(members.group(1)));
    }
  }
}
