package dev.hearth.agent.joining;

import dev.hearth.agent.keys.OwnerFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What joining leaves in an agent's home, all of mode 0600:
 *
 * <pre>
 * agent.env      settings, NAME=value a line; the environment wins over them
 * key            for the dispatchers
 * etcd-password  of the user named as the agent
 * ca.pem         the farm's authorities
 * </pre>
 */
public final class AgentFile {
  private static final String NAME = "agent.env";

  private AgentFile() {}

  /** Writes all of it; the settings last, so that they name what is there. */
  public static void write(Path home, Welcome welcome) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>(welcome.settings());
    settings.put("HEARTH_FARM", welcome.farm());
    settings.put("HEARTH_AGENT_NAME", welcome.agent());
    settings.put("HEARTH_DISPATCHER_URL", String.join(",", welcome.dispatchers()));
    settings.put("HEARTH_ETCD_ENDPOINTS", String.join(",", welcome.etcdEndpoints()));
    OwnerFile.write(home.resolve("key"), welcome.key().value());
    if (!welcome.etcdUser().isEmpty()) {
      Path password = home.resolve("etcd-password");
      OwnerFile.write(password, welcome.etcdPassword().value());
      settings.put("HEARTH_ETCD_USER", welcome.etcdUser());
      settings.put("HEARTH_ETCD_PASSWORD_FILE", password.toString());
    }
    if (!welcome.authorities().isEmpty()) {
      Path authorities = home.resolve("ca.pem");
      OwnerFile.write(authorities, welcome.authorities());
      settings.put("HEARTH_FARM_CA", authorities.toString());
    }
    OwnerFile.write(
        home.resolve(NAME),
        settings.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n")));
  }

  /**
   * The environment with the settings of a home where it does not name them itself; itself where
   * the home has none.
   */
  public static Map<String, String> beneath(Map<String, String> environment, Path home) {
    Path file = home.resolve(NAME);
    if (!Files.isReadable(file)) {
      return environment;
    }
    Map<String, String> all = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int equals = line.indexOf('=');
        if (equals > 0 && !line.startsWith("#")) {
          all.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("tried to read " + file + ", but could not", e);
    }
    environment.forEach((name, value) -> {
      if (!value.isBlank()) {
        all.put(name, value);
      }
    });
    all.put("HEARTH_AGENT_HOME", home.toString());
    return all;
  }
}
