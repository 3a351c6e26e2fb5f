package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.RefusedException;
import dev.hearth.cli.terminal.Terminal;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth promote}. */
@Command(
    name = "promote",
    description = "Give an image another name: the same digest, not built again.",
    mixinStandardHelpOptions = true)
public final class PromoteCommand implements Runnable {
  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "IMAGE", description = "team/app@COMMIT or team/app:tag.")
  private String image = "";

  @Option(
      names = "--to",
      paramLabel = "NAME",
      required = true,
      description = "A tag of the same repository, or team/other:tag.")
  private String to = "";

  public PromoteCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  /** What else comes with it than the commits' own changes: only where the name has an image. */
  private void tellDrift(FarmClient farm, ImageName name) {
    try {
      JsonNode drift =
          farm.get(
              ImagesCommand.path(name.repository()) + "/drift",
              Map.of("from", name.reference(), "to", to));
      for (JsonNode change : drift.path("changes")) {
        terminal
            .out()
            .printf(
                "changed since %s: %s, by commit %s%n",
                to, change.path("part").asText(), change.path("commit").asText("unknown"));
      }
    } catch (RefusedException e) {
      // Nothing has the name yet, or the promotion itself says what is wrong.
    }
  }

  @Override
  public void run() {
    ImageName name = ImageName.parse(image);
    try (FarmClient farm = connections.connect()) {
      tellDrift(farm, name);
      JsonNode promoted =
          farm.post(
              ImagesCommand.path(name.repository()) + "/promotions",
              Json.object().put("from", name.reference()).put("to", to));
      terminal
          .out()
          .printf(
              "%s:%s is %s%n",
              promoted.path("repository").asText(),
              promoted.path("tag").asText(),
              promoted.path("reference").asText());
    }
  }
}
