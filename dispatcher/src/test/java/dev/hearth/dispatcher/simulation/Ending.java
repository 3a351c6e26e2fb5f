package dev.hearth.dispatcher.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.doctor.FarmListing;
import dev.hearth.dispatcher.doctor.Invariants;
import dev.hearth.dispatcher.doctor.Known;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.registry.ModelImageRegistry;
import dev.hearth.dispatcher.sql.ModelArchives;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.PublishedImage;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import java.util.List;

/** What must hold when all was mended and time has passed. */
record Ending(
    Truth truth,
    Acknowledged acknowledged,
    SimulatedGitHost git,
    List<Project> projects,
    ModelImageRegistry registry,
    ModelArchives archives,
    KeyValues etcd,
    FarmKeys keys) {

  void check() {
    everyBuildEndedAndIsArchived();
    nothingIsLeftBehind();
    theInvariantsHold();
    acknowledged
        .builds()
        .forEach(build ->
            assertThat(archives.find(build)).as("the acknowledged build " + build).isPresent());
    assertThat(acknowledged.contradictions()).isEmpty();
    truth.ended().values().forEach(this::imagesStand);
    truth.ended().values().forEach(this::isSupersededByANewerHeadOnly);
    for (Project project : projects) {
      for (String ref : List.of("refs/heads/main", "refs/heads/dev")) {
        theNewestHeadWasBuilt(project, ref);
      }
    }
  }

  private void everyBuildEndedAndIsArchived() {
    assertThat(truth.builds().entries())
        .extracting(build -> Truth.title(build.value()) + " " + build.value().state())
        .as("builds that never end")
        .isEmpty();
    assertThat(truth.ended().keySet()).containsExactlyInAnyOrderElementsOf(truth.accepted());
  }

  /** As {@code hearth doctor} asks a living farm. */
  private void theInvariantsHold() {
    Known known =
        new Known() {
          @Override
          public boolean project(ProjectId project) {
            return projects.stream().anyMatch(one -> one.id().equals(project));
          }

          @Override
          public boolean archived(BuildId build) {
            return archives.find(build).isPresent();
          }

          @Override
          public long lastNumber(ProjectId project) {
            return archives.lastNumber(project);
          }
        };
    assertThat(Invariants.of(keys, FarmListing.read(etcd, keys), known))
        .extracting(one -> one.kind() + " " + one.subject())
        .as("violations")
        .isEmpty();
  }

  private void nothingIsLeftBehind() {
    assertThat(etcd.list(keys.tasks()).entries()).as("tasks").isEmpty();
    assertThat(etcd.list(keys.stops()).entries()).as("stops").isEmpty();
    assertThat(etcd.list(keys.attempts()).entries()).as("attempts").isEmpty();
    assertThat(etcd.list(keys.same()).entries()).as("marks").isEmpty();
    assertThat(etcd.list(keys.tags()).entries()).as("tags that are not archived").isEmpty();
  }

  private void imagesStand(BuildRecord build) {
    if (build.state() instanceof BuildState.Succeeded(_, List<PublishedImage> images)) {
      for (PublishedImage image : images) {
        assertThat(registry.standing(image.repository(), image.tags().getFirst()))
            .as(Truth.title(build) + " " + image)
            .contains(image.digest());
        image.tags().forEach(tag -> isWhatTheArchiveSays(image.repository(), tag));
      }
    }
  }

  private void isWhatTheArchiveSays(String repository, String tag) {
    WantedTag wanted = archives.findTag(repository, tag).orElseThrow();
    assertThat(registry.standing(repository, tag))
        .as("tag " + repository + ":" + tag)
        .contains(wanted.digest());
  }

  private void isSupersededByANewerHeadOnly(BuildRecord build) {
    if (build.state() instanceof BuildState.Superseded && !git.wasAskedInVain()) {
      int age = git.age(build.request().commit());
      assertThat(truth.ended().values())
          .as(Truth.title(build) + " " + build.state().sentence())
          .anyMatch(other ->
              other.request().project().equals(build.request().project())
                  && other.request().ref().equals(build.request().ref())
                  && git.age(other.request().commit()) > age);
    }
  }

  private void theNewestHeadWasBuilt(Project project, String ref) {
    Commit head = git.head(project.id(), ref);
    if (head != null) {
      assertThat(truth.ended().values())
          .as("builds of the newest head of " + project.name() + " " + ref)
          .anyMatch(build ->
              build.request().project().equals(project.id())
                  && build.request().commit().equals(head)
                  && !(build.state() instanceof BuildState.Superseded));
    }
  }
}
