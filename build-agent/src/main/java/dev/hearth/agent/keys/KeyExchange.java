package dev.hearth.agent.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hearth.agent.http.DispatcherHttp;
import dev.hearth.agent.keys.KeyFiles.RenewedKeys;
import dev.hearth.protocol.settings.Secret;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;

/** Asks the dispatcher about this agent's keys, and takes new ones. */
public final class KeyExchange {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DispatcherHttp dispatcher;
  private final KeyFiles files;

  /** What a dispatcher thinks of the key that was shown. */
  public enum Standing {
    GOOD,
    /** Somebody wants the agent to take new keys. */
    RENEWAL_WANTED,
    /** Nobody's key, or no longer. */
    UNKNOWN
  }

  public KeyExchange(DispatcherHttp dispatcher, KeyFiles files) {
    this.dispatcher = dispatcher;
    this.files = files;
  }

  /**
   * @throws IOException if the dispatcher gives no answer to that
   */
  public Standing standing() throws IOException, InterruptedException {
    HttpResponse<byte[]> response = dispatcher.send(dispatcher.request("/agent/v1/keys"));
    return switch (response.statusCode()) {
      case 200 ->
          JSON.readTree(response.body()).path("renew").asBoolean()
              ? Standing.RENEWAL_WANTED
              : Standing.GOOD;
      case 401 -> Standing.UNKNOWN;
      default -> throw refusal(response);
    };
  }

  /** Has a running agent of this home take new keys when it looks next. */
  public void askForRenewal() throws IOException, InterruptedException {
    HttpRequest.Builder request = dispatcher.request("/agent/v1/keys/rotation");
    HttpResponse<byte[]> response = dispatcher.send(request.POST(BodyPublishers.noBody()));
    if (response.statusCode() != 202) {
      throw refusal(response);
    }
  }

  /**
   * Takes new keys, keeps them in the files, and shows the new one, so that the one before ends.
   *
   * @return etcd's new password; empty if it stays as it is
   * @throws IOException if it can't be said that the new keys were kept: ask again
   */
  public Optional<Secret> renew() throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        dispatcher.send(dispatcher.request("/agent/v1/keys").POST(BodyPublishers.noBody()));
    if (response.statusCode() != 201) {
      throw refusal(response);
    }
    JsonNode json = JSON.readTree(response.body());
    if (!json.path("key").isTextual()) {
      throw new IOException("the dispatcher's answer has no key");
    }
    RenewedKeys renewed =
        new RenewedKeys(
            new Secret(json.path("key").asText()),
            json.hasNonNull("etcdPassword")
                ? Optional.of(new Secret(json.path("etcdPassword").asText()))
                : Optional.empty());
    files.keep(renewed);
    dispatcher.useKey(renewed.key());
    return renewed.etcdPassword();
  }

  private static IOException refusal(HttpResponse<byte[]> response) {
    String said = "status " + response.statusCode();
    try {
      said = JSON.readTree(response.body()).path("error").asText(said);
    } catch (IOException e) {
      return new IOException("the dispatcher answered with " + said, e);
    }
    return new IOException("the dispatcher answered: " + said);
  }
}
