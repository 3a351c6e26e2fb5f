package dev.hearth.dispatcher.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.registry.ModelImageRegistry;
import dev.hearth.dispatcher.sql.DatabaseDownException;
import dev.hearth.dispatcher.sql.ModelArchives;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Head;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.ModelEtcd;
import dev.hearth.protocol.etcd.ModelFaults.Fate;
import dev.hearth.protocol.etcd.ModelKeyValues;
import dev.hearth.protocol.etcd.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has a tag while the archive can't be asked. */
class TagOwnersTest {
  private static final FarmKeys KEYS = new FarmKeys();
  private static final String COMMIT = "c".repeat(40);
  private static final String DIGEST = "sha256:" + "1".repeat(64);
  private static final String MAIN = "refs/heads/main";

  private final Project project =
      ProjectJson.create(
              ProjectId.random(),
              JsonNodeFactory.instance
                  .objectNode()
                  .put("name", "team/app")
                  .put("gitUrl", "https://git.example.com/team/app.git"))
          .project();
  private final KeyValues etcd =
      new ModelKeyValues(new ModelEtcd(Clock.systemUTC()), _ -> Fate.ANSWERED);
  private final ModelArchives archives = new ModelArchives();
  private final ModelImageRegistry registry = new ModelImageRegistry();
  private final WantedTag main =
      new WantedTag(
          "team/app", "main", DIGEST, new Commit(COMMIT), MAIN, 3, BuildId.next(), Instant.EPOCH);

  private TagOwners owners(WantedTag... known) {
    return new TagOwners(
        etcd, KEYS, new RememberedTags(archives::findTag, List.of(known)), registry);
  }

  @Test
  void whatTheRegistryDoesNotHaveIsFree() {
    archives.down(true);

    assertThat(owners().find(project, "app", "main")).isEmpty();
    assertThat(owners().find(project, "app", COMMIT)).isEmpty();
  }

  @Test
  void aCommitsTagThatStandsIsAnEarlierBuilds() {
    archives.down(true);
    stands(COMMIT);

    assertThat(owners().find(project, "app", COMMIT)).isPresent();
  }

  @Test
  void aMovingTagThatWasNeverReadWaitsForTheArchive() {
    archives.down(true);
    stands("main");

    assertThatExceptionOfType(DatabaseDownException.class)
        .isThrownBy(() -> owners().find(project, "app", "main"));
  }

  @Test
  void oneThatWasReadBeforeCountsAsTheNewestHeads() {
    TagOwners owners = owners();
    archives.record(main);
    assertThat(owners.find(project, "app", "main")).contains(main);
    stands("main");
    etcd.commit(
        Transaction.begin()
            .put(
                KEYS.head(project.id(), MAIN),
                new Head(MAIN, null, new Commit(COMMIT), 7, BuildId.next(), 7, Instant.EPOCH, null))
            .end());

    archives.down(true);

    WantedTag remembered = owners.find(project, "app", "main").orElseThrow();
    assertThat(remembered.ref()).isEqualTo(MAIN);
    assertThat(remembered.sequence()).isEqualTo(7);
    assertThat(owners(main).find(project, "app", "main")).contains(remembered);
  }

  private void stands(String tag) {
    registry.holds("team/app", tag, DIGEST);
  }
}
