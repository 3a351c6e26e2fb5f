package dev.hearth.dispatcher.console.pages;

import dev.hearth.dispatcher.api.TestDispatcher;
import dev.hearth.dispatcher.registry.StagedImage;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.PublishedImage;
import dev.hearth.protocol.RecipeLabels;
import dev.hearth.protocol.WantedTag;
import dev.hearth.testing.RegistryServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A {@link ShownFarm} with images of bakery/bread in a real registry: builds of commits aaaa…,
 * bbbb…, cccc… and dddd… on main, of which the last has the tag {@code main} and the first was
 * promoted to {@code release}; one of a branch that is called like a script; and one that somebody
 * pushed as {@code by-hand}.
 */
final class ShownImages implements AutoCloseable {
  static final String PATH = "bakery/bread";
  static final String PAGE = "/images/bakery%2Fbread";

  final ShownFarm shown;
  private final RegistryServer registry = RegistryServer.anonymous();
  private long number = 500;

  /** The build of the first commit, and of the last on main. */
  final BuildRecord first;

  final BuildRecord last;

  ShownImages(Path home) {
    URI address = URI.create("http://" + registry.address());
    shown = new ShownFarm(new TestDispatcher(home, address));
    first = build("a", "main", "main", "d1", "s1");
    build("b", "main", "main", "d1", "s2");
    build("c", "main", "main", ShownFarm.SCRIPT, "s2");
    last = build("d", "main", "main", ShownFarm.SCRIPT, "s2");
    build("e", ShownFarm.SCRIPT, "branch-script", "d1", "s1");
    push("by-hand", "something else", "{}");
    shown.farm.post(
        "/api/v1/repositories/bakery%2Fbread/promotions",
        "{\"from\":\"aaaaaaaa\",\"to\":\"release\"}");
  }

  /**
   * A build that succeeded, later than those before; its image has the commit's tag and one more.
   */
  BuildRecord build(String digit, String branch, String tag, String dockerfile, String script) {
    number++;
    Instant at = Instant.now().minusSeconds(100_000 - number * 60);
    Commit commit = new Commit(digit.repeat(40));
    String ref = "refs/heads/" + branch;
    String labels =
        "{\"%s\":\"%s\",\"%s\":\"%s\"}"
            .formatted(RecipeLabels.DOCKERFILE, dockerfile, RecipeLabels.SCRIPT, script);
    String digest = push(commit.value(), "layer of " + digit, labels);
    push(tag, "layer of " + digit, labels);
    BuildRequest request =
        new BuildRequest(
            shown.bread().id(),
            new ProjectName(PATH),
            number,
            ref,
            commit,
            null,
            Cause.PUSH,
            number,
            List.of(),
            true,
            "developer",
            null,
            at);
    PublishedImage image = new PublishedImage("bread", PATH, digest, List.of(commit.value(), tag));
    BuildRecord record =
        BuildRecord.queued(BuildId.next(), request, at)
            .in(new BuildState.Succeeded(at, List.of(image)));
    shown.farm.builds.put(record, null);
    shown.farm.tags.record(
        new WantedTag(PATH, commit.value(), digest, commit, "", 0, record.id(), at));
    shown.farm.tags.record(new WantedTag(PATH, tag, digest, commit, ref, number, record.id(), at));
    return record;
  }

  /** By hand, as far as the farm knows. */
  String push(String tag, String layer, String labels) {
    try {
      return new StagedImage(URI.create("http://" + registry.address()), "x", "y")
          .push(PATH, tag, StagedImage.DOCKER, layer, labels);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    shown.close();
    registry.close();
  }
}
