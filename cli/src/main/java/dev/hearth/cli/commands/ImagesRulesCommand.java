package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.terminal.Terminal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth images rules}. */
@Command(
    name = "rules",
    description = "Show or change how a project's images are kept, and who pushes them by hand.",
    mixinStandardHelpOptions = true)
public final class ImagesRulesCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "PROJECT", description = "team/app.")
  private String project = "";

  @Option(names = "--keep-last", paramLabel = "N", description = "Commits; 0 for all.")
  private @Nullable Integer keepLast;

  @Option(names = "--keep-tags", split = ",", paramLabel = "GLOB", description = "As v*.")
  private @Nullable List<String> keepTags;

  @Option(names = "--developers-push", description = "Whether Developers push: true or false.")
  private @Nullable Boolean developersPush;

  public ImagesRulesCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public void run() {
    ObjectNode change = Json.object();
    if (keepLast != null) {
      change.put("keepLast", keepLast);
    }
    if (developersPush != null) {
      change.put("developersPush", developersPush);
    }
    if (keepTags != null) {
      keepTags.stream().filter(tag -> !tag.isEmpty()).forEach(change.withArray("keepTags")::add);
    }
    String path = "/api/v1/projects/" + FarmClient.part(project) + "/image-rules";
    try (FarmClient farm = connections.connect()) {
      JsonNode rules = change.isEmpty() ? farm.get(path) : farm.patch(path, change);
      terminal.out().println(Json.pretty(rules));
    }
  }
}
