package dev.hearth.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Json;
import dev.hearth.cli.demo.GitLabPush;
import dev.hearth.cli.farm.Farm;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A project of a bench, whose pushes are of a branch each, so that none supersedes another. It has
 * no repository: nothing is ever checked out. Thread-safe.
 */
final class BenchProject {
  private static final String NONE = "0".repeat(40);

  private final String host;
  private final String name;
  private final URI hook;
  private final String secret;
  private final AtomicInteger pushes = new AtomicInteger();

  private BenchProject(String host, String name, URI hook, String secret) {
    this.host = host;
    this.name = name;
    this.hook = hook;
    this.secret = secret;
  }

  static BenchProject create(Farm farm, FarmClient client, String name) {
    String host = "http://" + farm.settings().gitAddress();
    JsonNode created =
        client.post(
            "/api/v1/projects",
            Json.object().put("name", name).put("gitUrl", host + "/" + name + ".git"));
    return new BenchProject(
        host,
        name,
        URI.create(created.path("hookUrl").asText()),
        created.path("hookSecret").asText());
  }

  /** A connection to deliver pushes of this project over. */
  RawHook connect() {
    return new RawHook(hook, secret);
  }

  GitLabPush push() {
    int number = pushes.incrementAndGet();
    return new GitLabPush(
        host,
        name,
        "branch-" + number,
        NONE,
        "%040x".formatted(0xbe9c0000L + number),
        "Push " + number);
  }
}
