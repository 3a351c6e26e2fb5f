package dev.hearth.dispatcher.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An image's manifest, or a list of them, byte by byte as it was pushed. */
final class Manifest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All kinds that can be published. */
  static final String ACCEPTED =
      "application/vnd.docker.distribution.manifest.v2+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json,"
          + "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.oci.image.index.v1+json";

  private final String mediaType;
  private final byte[] bytes;

  /**
   * @param mediaType Docker's schema 2 or OCI's
   */
  Manifest(String mediaType, byte[] bytes) {
    this.mediaType = mediaType;
    this.bytes = bytes;
  }

  String mediaType() {
    return mediaType;
  }

  byte[] bytes() {
    return bytes;
  }

  String digest() {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The digests of configuration and layers; none for a list. Layers kept elsewhere are not. */
  List<String> blobs() {
    List<String> digests = new ArrayList<>();
    JsonNode json = json();
    if (json.has("config")) {
      digests.add(digestIn(json.path("config")));
    }
    for (JsonNode layer : json.path("layers")) {
      if (!layer.path("urls").elements().hasNext()) {
        digests.add(digestIn(layer));
      }
    }
    return digests.stream().distinct().toList();
  }

  /** The digests of the manifests in a list; none for an image. */
  List<String> manifests() {
    List<String> digests = new ArrayList<>();
    json().path("manifests").forEach(one -> digests.add(digestIn(one)));
    return digests.stream().distinct().toList();
  }

  /** The digest of an image's configuration; empty for a list. */
  Optional<String> config() {
    JsonNode json = json();
    return json.has("config") ? Optional.of(digestIn(json.path("config"))) : Optional.empty();
  }

  /** The labels in a configuration; none in what is none. */
  static Map<String, String> labels(byte[] configuration) {
    Map<String, String> labels = new TreeMap<>();
    try {
      JSON.readTree(configuration)
          .path("config")
          .path("Labels")
          .properties()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    } catch (IOException e) {
      return Map.of();
    }
    return labels;
  }

  /** Bytes of configuration and layers, as they are sent; of a list none. */
  long size() {
    JsonNode json = json();
    long size = json.path("config").path("size").asLong();
    for (JsonNode layer : json.path("layers")) {
      size += layer.path("size").asLong();
    }
    return size;
  }

  /** The names in the registry's list of tags. */
  static List<String> tags(byte[] list) {
    List<String> names = new ArrayList<>();
    try {
      JSON.readTree(list).path("tags").forEach(tag -> names.add(tag.asText()));
    } catch (IOException e) {
      throw new RegistryUnavailableException("list tags", "it answered no JSON", e);
    }
    return names;
  }

  private JsonNode json() {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new RegistryRefusedException(
          "tried to read manifest " + digest() + " but it is no JSON; build the image again");
    }
  }

  private static String digestIn(JsonNode descriptor) {
    return Digests.checked(descriptor.path("digest").asText());
  }
}
