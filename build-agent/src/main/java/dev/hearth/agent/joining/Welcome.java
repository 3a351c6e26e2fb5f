package dev.hearth.agent.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.protocol.settings.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a farm gave a host that joined.
 *
 * @param key for the dispatchers
 * @param etcdUser empty: etcd asks for none
 * @param registry {@code host:port}
 * @param authorities PEM: who signs the certificates of the farm's parts; empty: those that every
 *     host knows
 * @param settings that all agents of the farm share
 */
public record Welcome(
    String agent,
    String farm,
    Secret key,
    List<String> dispatchers,
    List<String> etcdEndpoints,
    String etcdUser,
    Secret etcdPassword,
    String registry,
    String authorities,
    Map<String, String> settings) {

  /**
   * @throws IOException if the answer lacks something, as a sentence
   */
  static Welcome of(JsonNode json) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    json.path("settings")
        .properties()
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
    JsonNode etcd = json.path("etcd");
    return new Welcome(
        text(json, "agent"),
        text(json, "farm"),
        new Secret(text(json, "key")),
        texts(json, "dispatchers"),
        texts(etcd, "endpoints"),
        etcd.path("user").asText(""),
        new Secret(etcd.path("password").asText("")),
        text(json, "registry"),
        json.path("authorities").asText(""),
        settings);
  }

  private static String text(JsonNode json, String field) throws IOException {
    String text = json.path(field).asText("");
    if (text.isEmpty()) {
      throw new IOException("its answer has no " + field);
    }
    return text;
  }

  private static List<String> texts(JsonNode json, String field) throws IOException {
    List<String> texts = new ArrayList<>();
    json.path(field).forEach(one -> texts.add(one.asText()));
    if (texts.isEmpty()) {
      throw new IOException("its answer has no " + field);
    }
    return texts;
  }
}
