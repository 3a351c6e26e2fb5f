package dev.hearth.dispatcher.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.PushedImage;
import dev.hearth.protocol.trust.TrustedAuthorities;
import dev.hearth.testing.RegistryServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PublishingTest {
  private static RegistryServer server;
  private static StagedImage staged;
  private static RegistryClient registry;
  private static Publishing publishing;

  private final ProjectId project = ProjectId.random();
  private String repository = "";

  @BeforeAll
  static void start() {
    server = RegistryServer.withPassword("farm", "right");
    staged = new StagedImage(base(), "farm", "right");
    registry = client("right", Duration.ofSeconds(2));
    publishing = new Publishing(registry);
    registry.ping();
  }

  @AfterAll
  static void stop() {
    registry.close();
    server.close();
  }

  @BeforeEach
  void ownRepository() {
    repository = "team/" + project;
  }

  @Test
  void anImageStandsUnderAllItsTagsAndLeavesStaging() throws Exception {
    for (String type : List.of(StagedImage.OCI, StagedImage.DOCKER)) {
      PushedImage image = pushed(type, "layer of " + type);

      publishing.publish(project, image, repository, List.of("a".repeat(40), "main"));

      assertThat(publishing.standing(repository, "main")).contains(image.digest());
      assertThat(publishing.standing(repository, "a".repeat(40))).contains(image.digest());
      assertThat(publishing.standing(repository, "other")).isEmpty();
      assertThat(publishing.standing(image.repository(), "attempt-1")).isEmpty();
    }
  }

  @Test
  void publishingTwiceIsAsGoodAsOnce() throws Exception {
    PushedImage image = pushed(StagedImage.OCI, "layer");
    publishing.publish(project, image, repository, List.of("main"));

    publishing.publish(project, image, repository, List.of("main", "latest"));

    assertThat(publishing.standing(repository, "latest")).contains(image.digest());
    assertThat(publishing.dropStaging(project, image)).isFalse();
  }

  @Test
  void aTagIsNotWrittenWhereTheLastLookForbidsIt() throws Exception {
    PushedImage image = pushed(StagedImage.OCI, "layer");
    publishing.bring(project, image, repository);
    Runnable lastLook =
        () -> {
          throw new IllegalStateException("leads no more");
        };

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> publishing.tag(repository, "main", image.digest(), lastLook));
    assertThat(publishing.standing(repository, "main")).isEmpty();
  }

  @Test
  void imagesOfOneRepositoryThatShareLayersArePublishedAtOnce() throws Exception {
    List<PushedImage> images = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      images.add(pushed(StagedImage.OCI, "layer " + i));
    }

    // The configuration is a blob of all of them.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (PushedImage image : images) {
        String tag = "tag-" + images.indexOf(image);
        all.add(threads.submit(() -> publishing.publish(project, image, repository, List.of(tag))));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }

    for (PushedImage image : images) {
      assertThat(publishing.standing(repository, "tag-" + images.indexOf(image)))
          .contains(image.digest());
    }
  }

  @Test
  void aListOfImagesIsPublishedWithItsImages() throws Exception {
    PushedImage inner = pushed(StagedImage.OCI, "inner");
    String list =
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","size":1,
         "digest":"%s","platform":{"architecture":"amd64","os":"linux"}}]}
        """
            .formatted(StagedImage.OCI_LIST, StagedImage.OCI, inner.digest());
    String digest = staged.put(inner.repository(), "list", StagedImage.OCI_LIST, list);

    publishing.publish(
        project, new PushedImage("app", inner.repository(), digest), repository, List.of("main"));

    assertThat(publishing.standing(repository, "main")).contains(digest);
    assertThat(registry.find(repository, inner.digest())).isPresent();
  }

  @Test
  void aLayerThatCannotBeMountedIsCopied() throws Exception {
    PushedImage image = pushed(StagedImage.OCI, "copied layer");
    Manifest manifest = registry.find(image.repository(), image.digest()).orElseThrow();

    manifest.blobs().forEach(blob -> registry.copyWhole(blob, image.repository(), repository));
    registry.put(repository, "copied", manifest);

    assertThat(publishing.standing(repository, "copied")).contains(image.digest());
  }

  @Test
  void anImageThatStagingDoesNotHaveIsRefused() {
    PushedImage image = new PushedImage("app", staging(), "sha256:" + "0".repeat(64));

    assertThatExceptionOfType(RegistryRefusedException.class)
        .isThrownBy(() -> publishing.publish(project, image, repository, List.of("main")))
        .withMessageContaining("staging does not have it");
  }

  @Test
  void anAgentCannotNameAnotherProjectsStaging() throws Exception {
    PushedImage image = pushed(StagedImage.OCI, "layer");

    assertThatExceptionOfType(RegistryRefusedException.class)
        .isThrownBy(
            () -> publishing.publish(ProjectId.random(), image, repository, List.of("main")));
    assertThatExceptionOfType(RegistryRefusedException.class)
        .isThrownBy(() ->
            publishing.bring(
                project, new PushedImage("app", staging(), "sha256:x/../y"), repository));
  }

  @Test
  void wrongCredentialsAreRefusedInWords() {
    try (RegistryClient wrong = client("wrong", Duration.ofSeconds(2))) {
      assertThatExceptionOfType(RegistryRefusedException.class)
          .isThrownBy(() -> new Publishing(wrong).standing(repository, "main"))
          .withMessageContaining("refused the farm's credentials")
          .withMessageNotContaining("wrong");
    }
  }

  @Test
  void aRegistryThatDoesNotAnswerCanBeTriedAgain() {
    try (RegistryClient hasty = client("right", Duration.ofMillis(300))) {
      server.pause();
      assertThatExceptionOfType(RegistryUnavailableException.class)
          .isThrownBy(() -> new Publishing(hasty).standing(repository, "main"));
    } finally {
      server.unpause();
    }
    try (RegistryClient nowhere =
        new RegistryClient(
            RegistryConfig.of(URI.create("http://127.0.0.1:1"), "farm", new Secret("right")))) {
      assertThatExceptionOfType(RegistryUnavailableException.class).isThrownBy(nowhere::ping);
    }
  }

  private PushedImage pushed(String type, String layer) throws Exception {
    return new PushedImage("app", staging(), staged.push(staging(), "attempt-1", type, layer));
  }

  private String staging() {
    return "hearth-staging/" + project + "/app";
  }

  private static RegistryClient client(String password, Duration deadline) {
    return new RegistryClient(
        new RegistryConfig(
            base(),
            RegistryAuthorization.password("farm", new Secret(password)),
            TrustedAuthorities.ofThisJava(),
            deadline,
            Duration.ofSeconds(30)));
  }

  private static URI base() {
    return URI.create("http://" + server.address());
  }
}
