package dev.hearth.agent.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.trust.AuthorityPin;
import dev.hearth.protocol.trust.JoinToken;
import dev.hearth.protocol.trust.TrustedAuthorities;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Asks a dispatcher to be let in; shows the token to nobody but the farm that it is for. */
public final class FarmDoor {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private FarmDoor() {}

  /**
   * Joins, once.
   *
   * @param dispatcher https; plain http on loopback only
   * @param identity this host's own random id
   * @throws JoinFailedException if the dispatcher is not the token's, can't be reached, or refuses
   */
  public static Welcome join(URI dispatcher, JoinToken token, AgentId name, String identity)
      throws InterruptedException {
    refuseUnsafe(dispatcher, token);
    String body = JSON.createObjectNode().put("name", name.value()).put("identity", identity) + "";
    HttpRequest request =
        HttpRequest.newBuilder(dispatcher.resolve("/agent/v1/join"))
            .timeout(DEADLINE)
            .header("Authorization", "Bearer " + token.secret())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .sslContext(
                token.pin().map(AuthorityPin::trust).orElseGet(TrustedAuthorities::ofThisJava));
    try (HttpClient http = client.build()) {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() != 201) {
        throw new JoinFailedException(
            answer
                .path("error")
                .asText(
                    "tried to join the farm at %s, but it answered with status %d; is a dispatcher there?"
                        .formatted(dispatcher, response.statusCode())),
            null);
      }
      return Welcome.of(answer);
    } catch (SSLException e) {
      throw new JoinFailedException(
          "tried to join the farm at %s, but it is not the one that made the token (%s); check the address, nothing was shown to it"
              .formatted(dispatcher, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new JoinFailedException(
          "tried to join the farm at %s, but %s; is its address reached from here?"
              .formatted(
                  dispatcher, e.getMessage() == null ? "it does not answer" : e.getMessage()),
          e);
    }
  }

  private static void refuseUnsafe(URI dispatcher, JoinToken token) {
    String host = String.valueOf(dispatcher.getHost());
    boolean loopback = host.matches("localhost|\\[::1]|127(\\.\\d{1,3}){3}");
    if (!"https".equals(dispatcher.getScheme())
        && !("http".equals(dispatcher.getScheme()) && loopback && token.pin().isEmpty())) {
      throw new JoinFailedException(
          "tried to join the farm at %s, but keys come over it, so it must be https; take the address that hearth agents token shows"
              .formatted(dispatcher),
          null);
    }
  }
}
