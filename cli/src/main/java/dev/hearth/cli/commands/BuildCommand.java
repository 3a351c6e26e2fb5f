package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.RefusedException;
import dev.hearth.cli.client.UnreachableException;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth build team/app}. */
@Command(name = "build", description = "Ask for a build.", mixinStandardHelpOptions = true)
public final class BuildCommand implements Callable<Integer> {
  private static final int TRIES = 10;

  private final Connections connections;
  private final Terminal terminal;

  @Parameters(paramLabel = "team/app", description = "The project, by name or id.")
  private String project;

  @Option(
      names = "--ref",
      description = "A branch, a tag or a full ref; the default branch's head without.")
  private @Nullable String ref;

  @Option(names = "--commit", description = "A full hash, instead of the ref's head.")
  private @Nullable String commit;

  @Option(names = "--tag", description = "A further tag of the images; can be given several times.")
  private List<String> tags = List.of();

  @Option(names = "--no-cache", description = "Start cold, and leave the cache as it is.")
  private boolean noCache;

  @Option(
      names = "--wait",
      description = "Follow the log to the end; the last line and the exit status say how it went.")
  private boolean waits;

  @Option(names = "--json", description = "Print what a program reads; with --wait no log.")
  private boolean json;

  public BuildCommand(Connections connections) {
    this.connections = connections;
    this.terminal = connections.terminal();
  }

  @Override
  public Integer call() {
    try (FarmClient farm = connections.connect()) {
      JsonNode accepted = ask(farm);
      String id = accepted.path("id").asText();
      if (waits) {
        FollowedBuild followed = new FollowedBuild(farm, terminal);
        return json ? followed.quietly(id) : followed.printing(id);
      }
      if (json) {
        terminal.out().println(Json.pretty(accepted));
      } else {
        terminal
            .out()
            .println(
                accepted.path("title").asText() + " " + id + " " + accepted.path("url").asText());
      }
      return 0;
    }
  }

  /** The same key each time, so that an order that was taken but not answered is not two builds. */
  private JsonNode ask(FarmClient farm) {
    Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
    for (int tried = 1; ; tried++) {
      try {
        return farm.post("/api/v1/builds", order(), key);
      } catch (UnreachableException e) {
        giveUp(e, tried);
      } catch (RefusedException e) {
        giveUp(e, e.passes() ? tried : TRIES);
      }
    }
  }

  private static void giveUp(CommandFailure failure, int tried) {
    if (tried >= TRIES) {
      throw failure;
    }
    try {
      Thread.sleep(Duration.ofMillis(500));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  private JsonNode order() {
    ObjectNode order = Json.object().put("project", project);
    if (ref != null) {
      order.put("ref", ref);
    }
    if (commit != null) {
      order.put("commit", commit);
    }
    if (!tags.isEmpty()) {
      tags.forEach(order.putArray("tags")::add);
    }
    if (noCache) {
      order.put("cache", false);
    }
    return order;
  }
}
