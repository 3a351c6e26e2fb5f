package dev.hearth.agent.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who we are to a registry.
 *
 * @param registry {@code host:port} as image references name it
 */
public record RegistryCredential(String registry, String username, String password) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether it is good for one attempt only, for as long as that is the build's. */
  public boolean isAttempts() {
    return username.startsWith("attempt/");
  }

  /** The header {@code X-Registry-Auth} of a pull or push. */
  public String header() {
    return encoded(fields());
  }

  /** The header {@code X-Registry-Config} of a build: these, and no others. */
  public static String configHeader(Collection<RegistryCredential> credentials) {
    Map<String, Map<String, String>> config = new LinkedHashMap<>();
    for (RegistryCredential each : credentials) {
      config.put(each.registry, each.fields());
    }
    return encoded(config);
  }

  private Map<String, String> fields() {
    return Map.of("username", username, "password", password, "serveraddress", registry);
  }

  private static String encoded(Object value) {
    try {
      byte[] json = JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
      return Base64.getUrlEncoder().encodeToString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings are always JSON", e);
    }
  }

  @Override
  public String toString() {
    return "RegistryCredential[" + registry + ", " + username + ", ***]";
  }
}
