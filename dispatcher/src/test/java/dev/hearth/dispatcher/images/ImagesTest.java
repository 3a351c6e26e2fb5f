package dev.hearth.dispatcher.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Membership;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.PersonId;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.projects.ImageRules;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.projects.ProjectJson;
import dev.hearth.dispatcher.projects.ProjectSecrets;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.registry.RegistryClient;
import dev.hearth.dispatcher.registry.RegistryConfig;
import dev.hearth.dispatcher.registry.StagedImage;
import dev.hearth.dispatcher.registry.StoredImages;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.dispatcher.secrets.Sealer;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.DatabaseConfig;
import dev.hearth.dispatcher.sql.ProjectStore;
import dev.hearth.dispatcher.sql.RepositoryStore;
import dev.hearth.dispatcher.sql.TagArchive;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.RecipeLabels;
import dev.hearth.protocol.WantedTag;
import dev.hearth.protocol.etcd.FarmKeys;
import dev.hearth.protocol.etcd.KeyValues;
import dev.hearth.protocol.etcd.ModelEtcd;
import dev.hearth.protocol.etcd.ModelFaults;
import dev.hearth.protocol.etcd.ModelKeyValues;
import dev.hearth.protocol.etcd.Transaction;
import dev.hearth.testing.RegistryServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people do with images, on a real registry and a real database. */
@Timeout(60)
class ImagesTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final String COMMIT = "ab12".repeat(10);
  private static RegistryServer registry;
  private static int counted;

  @TempDir Path home;
  private final KeyValues etcd = new ModelKeyValues(new ModelEtcd(CLOCK), ModelFaults.NONE);
  private final FarmKeys keys = new FarmKeys();
  private final Map<PersonId, List<Membership>> members = new HashMap<>();
  private final List<String> trail = new ArrayList<>();
  private final Map<BuildId, String> refs = new HashMap<>();
  private final String path = "team/app-" + ++counted;
  private Database database;
  private CachedProjects projects;
  private RegistryClient client;
  private Project project;
  private TagArchive archive;
  private ImageCatalog catalog;
  private ImageChanges changes;
  private ImageDrift drift;
  private Principal master;

  @BeforeAll
  static void startRegistry() {
    registry = RegistryServer.anonymous();
  }

  @AfterAll
  static void stopRegistry() {
    registry.close();
  }

  @BeforeEach
  void open() {
    database = Database.open(DatabaseConfig.in(home));
    ProjectStore store =
        new ProjectStore(database, new Sealer(FarmKey.open(home.resolve("farm.key"))), CLOCK);
    project =
        ProjectJson.create(
                ProjectId.random(),
                JsonNodeFactory.instance
                    .objectNode()
                    .put("name", path)
                    .put("gitUrl", "https://git.example.com/a.git"))
            .project();
    store.create(project, new ProjectSecrets(List.of(), null));
    projects = CachedProjects.start(store, Duration.ofSeconds(1));
    client =
        new RegistryClient(
            RegistryConfig.of(URI.create("http://" + registry.address()), "", new Secret("")));
    archive = new TagArchive(database);
    RepositoryStore repositories = new RepositoryStore(database);
    KnownRepositories known = new KnownRepositories(projects, repositories);
    TagOrigins origins = new TagOrigins(etcd, keys, archive, known);
    StoredImages images = new StoredImages(client);
    Access access = new Access(id -> members.getOrDefault(id, List.of()));
    catalog = new ImageCatalog(known, projects, repositories, archive, origins, images, access);
    changes =
        new ImageChanges(
            new ImageRights(access, known),
            origins,
            images,
            repositories,
            (who, _, where, what, facts) ->
                trail.add(who.name() + " " + what + " " + where.title() + " " + facts),
            CLOCK);
    drift =
        new ImageDrift(
            images,
            origins,
            new ImageReferences(images),
            build -> Optional.of(refs.getOrDefault(build, "refs/heads/main")));
    master = person("mia", Role.MASTER);
  }

  @AfterEach
  void close() {
    client.close();
    projects.close();
    database.close();
  }

  @Test
  void aTagTellsItsBuildCommitAndSize() throws Exception {
    WantedTag written = written(push(COMMIT, "layer"), COMMIT, "");
    push("by-hand", "other");

    List<TagView> tags = catalog.tags(path, null, 10);

    assertThat(tags).extracting(TagView::tag).containsExactly(COMMIT, "by-hand");
    assertThat(tags.getFirst().origin()).isEqualTo(written);
    assertThat(tags.getFirst().size()).isGreaterThan(5);
    assertThat(tags.getLast().origin()).isNull();
    assertThat(catalog.tags(path, COMMIT, 10)).extracting(TagView::tag).containsExactly("by-hand");
    push(COMMIT, "overwritten by hand");
    assertThat(catalog.tag(path, COMMIT).orElseThrow().origin()).isNull();
  }

  @Test
  void deletingATagSparesItsSiblings() throws Exception {
    String digest = push("one", "layer");
    push("two", "layer");

    changes.deleteTag(master, "127.0.0.1", path, "one");

    assertThat(catalog.tag(path, "one")).isEmpty();
    assertThat(catalog.tag(path, "two").orElseThrow().digest()).isEqualTo(digest);
    assertThat(trail)
        .singleElement()
        .asString()
        .contains("mia tag.deleted repository " + path)
        .contains("tag=one");
    assertThatThrownBy(() -> changes.deleteTag(master, "", path, "one"))
        .hasMessageContaining("no such tag");
  }

  @Test
  void onlyTheLastCommitsAreKeptAndWhatPatternsPromotionsAndBranchesName() throws Exception {
    for (String digit : List.of("a", "b", "c", "d", "e")) {
      builds(digit, "dockerfile", "script");
    }
    changes.promote(master, "", path, "b".repeat(40), "release");
    Thing.Repository thing =
        new Thing.Repository(path, new Thing.OfProject(project.id(), project.name()));
    trail.clear();

    ImageRetention.expire(
        thing,
        new ImageRules(false, 2, List.of("a*")),
        archive,
        new StoredImages(client),
        (who, from, where, what, facts) -> trail.add(what + " " + facts.get("tags")));

    assertThat(catalog.tags(path, null, 10))
        .extracting(tag -> tag.tag().substring(0, 1))
        .containsExactly("a", "b", "d", "e", "r");
    assertThat(trail).containsExactly("tags.expired " + "c".repeat(40));
  }

  @Test
  void theImageGoesWithItsLastTag() throws Exception {
    String digest = push("one", "layer of one");

    changes.deleteTag(master, "", path, "one");

    assertThat(catalog.tag(path, digest)).isEmpty();
  }

  @Test
  void aTagThatABuildIsWritingIsLeftAlone() throws Exception {
    String digest = push("main", "layer");
    WantedTag wanted = tag(path, "main", digest, "refs/heads/main");
    etcd.commit(
        Transaction.begin()
            .put(keys.tag(project.id(), project.name().last(), "main"), wanted)
            .end());

    assertThatThrownBy(() -> changes.deleteTag(master, "", path, "main"))
        .hasMessageContaining("a build wrote it a moment ago");
    assertThat(catalog.tag(path, "main").orElseThrow().origin()).isEqualTo(wanted);
  }

  @Test
  void anImageIsPromotedByItsCommitToAnotherTagAndRepository() throws Exception {
    String digest = push(COMMIT, "layer");
    written(digest, COMMIT, "");
    String before = push("release", "older");

    var promoted = changes.promote(master, "", path, COMMIT.substring(0, 7), "release");
    var copied = changes.promote(admin(), "", path, "release", path + "-released:v1");

    assertThat(promoted)
        .isEqualTo(new ImageChanges.Promoted(digest, path, "release", Optional.of(before)));
    assertThat(copied.digest()).isEqualTo(digest);
    TagView release = catalog.tag(path + "-released", "v1").orElseThrow();
    assertThat(release.digest()).isEqualTo(digest);
    assertThat(Objects.requireNonNull(release.origin()).commit()).isEqualTo(new Commit(COMMIT));
    assertThat(trail).hasSize(3).allMatch(act -> act.contains("image.promoted"));
    assertThat(trail.getFirst()).contains("before=" + before).contains("digest=" + digest);
  }

  @Test
  void whatMustNotBePromotedIsNot() throws Exception {
    String digest = push(COMMIT, "layer");
    written(digest, "main", "refs/heads/main");
    push("ab12cd" + "0".repeat(34), "other");

    assertThatThrownBy(() -> changes.promote(master, "", path, COMMIT, "main"))
        .hasMessageContaining("follows refs/heads/main");
    assertThatThrownBy(() -> changes.promote(master, "", path, COMMIT, "0".repeat(40)))
        .hasMessageContaining("looks like a commit's");
    assertThatThrownBy(() -> changes.promote(master, "", path, COMMIT, "../x:y z"))
        .hasMessageContaining("impossible");
    assertThatThrownBy(() -> changes.promote(master, "", path, "nothing", "release"))
        .hasMessageContaining("no tag, digest or commit");
    assertThatThrownBy(
            () -> changes.promote(master, "", path, COMMIT, "hearth-staging/x/app:release"))
        .hasMessageContaining("there is none that you may see");
    assertThatThrownBy(() -> changes.promote(master, "", path, COMMIT, "other/app:release"))
        .hasMessageContaining("there is none that you may see");
    assertThat(trail).isEmpty();
  }

  @Test
  void driftSaysWhatChangedAndByWhichCommit() throws Exception {
    builds("a", "dockerfile 1", "script 1");
    changes.promote(master, "", path, "a".repeat(40), "release");
    builds("b", "dockerfile 1", "script 2");
    builds("c", "dockerfile 2", "script 2");
    builds("d", "dockerfile 2", "script 2");

    ImageDrift.Drift found =
        drift.since(new PromotionTarget(path, "release"), path, "d".repeat(40));

    assertThat(found.known()).isTrue();
    assertThat(found.changes())
        .extracting(change -> change.part() + " by " + since(change) + ": " + change.now())
        .containsExactly("dockerfile by c: dockerfile 2", "script by b: script 2");
    assertThat(drift.since(new PromotionTarget(path, "release"), path, "a".repeat(40)).changes())
        .isEmpty();
    push("by-hand", "layer");
    assertThat(drift.since(new PromotionTarget(path, "release"), path, "by-hand").known())
        .isFalse();
    assertThatThrownBy(() -> drift.since(new PromotionTarget(path, "none"), path, "by-hand"))
        .hasMessageContaining("no tag, digest or commit");
    assertThatThrownBy(() -> drift.since(new PromotionTarget(path, "../../x"), path, "by-hand"))
        .hasMessageContaining("no tag, digest or commit");
  }

  @Test
  void driftIsOfTheImagesOwnBranchUpToItsOwnBuild() throws Exception {
    builds("a", "dockerfile 1", "script 1");
    changes.promote(master, "", path, "a".repeat(40), "release");
    builds("b", "dockerfile 1", "script 2");
    refs.put(builds("c", "dockerfile 1", "script 1"), "refs/heads/topic");
    builds("d", "dockerfile 1", "script 2");
    builds("e", "dockerfile 1", "script 1");
    builds("f", "dockerfile 1", "script 2");
    PromotionTarget release = new PromotionTarget(path, "release");

    assertThat(drift.since(release, path, "d".repeat(40)).changes())
        .extracting(change -> change.part() + " by " + since(change))
        .containsExactly("script by b");
    assertThat(drift.since(release, path, "f".repeat(40)).changes())
        .extracting(change -> change.part() + " by " + since(change))
        .containsExactly("script by f");
  }

  private static String since(ImageDrift.Change change) {
    WantedTag since = change.since();
    return since == null ? "?" : since.commit().value().substring(0, 1);
  }

  /** A build of a commit, later than those before. */
  private BuildId builds(String digit, String dockerfile, String script) throws Exception {
    String commit = digit.repeat(40);
    String labels =
        "{\"%s\":\"%s\",\"%s\":\"%s\"}"
            .formatted(RecipeLabels.DOCKERFILE, dockerfile, RecipeLabels.SCRIPT, script);
    String digest =
        new StagedImage(URI.create("http://" + registry.address()), "x", "y")
            .push(path, commit, StagedImage.DOCKER, "layer of " + digit, labels);
    BuildId build = BuildId.next();
    archive.record(
        new WantedTag(
            path,
            commit,
            digest,
            new Commit(commit),
            "",
            0,
            build,
            Instant.ofEpochSecond(1_000_000 + digit.charAt(0))));
    return build;
  }

  @Test
  void rolesDecideWhoSeesAndChanges() throws Exception {
    push("one", "layer");
    Principal guest = person("gus", Role.GUEST);
    Principal stranger = person("sam", null);
    assertThatThrownBy(() -> changes.deleteTag(guest, "", path, "one"))
        .hasMessageContaining("may not");
    assertThatThrownBy(() -> changes.setPublic(guest, "", path, true))
        .hasMessageContaining("may not");
    assertThatThrownBy(() -> changes.deleteTag(stranger, "", path, "one"))
        .hasMessageContaining("none that you may see");
    assertThat(catalog.visible(guest)).extracting(RepositoryView::path).containsExactly(path);
    assertThat(catalog.visible(stranger)).isEmpty();

    changes.setPublic(master, "", path, true);
    changes.setPublic(master, "", path, true);

    assertThat(catalog.visible(stranger)).extracting(RepositoryView::path).containsExactly(path);
    assertThatThrownBy(() -> changes.deleteTag(stranger, "", path, "one"))
        .hasMessageContaining("may not");
    assertThat(trail).singleElement().asString().contains("image.public");
  }

  @Test
  void aProjectSaysHowItsImagesAreKept() {
    Thing.OfProject thing = new Thing.OfProject(project.id(), project.name());
    assertThat(changes.rules(project.id())).isEqualTo(ImageRules.DEFAULT);

    ImageRules rules = new ImageRules(true, 5, List.of("v*"));
    changes.setRules(master, "", thing, rules);

    assertThat(changes.rules(project.id())).isEqualTo(rules);
    assertThat(trail).singleElement().asString().contains("image.rules").contains("all images");
    assertThatThrownBy(
            () -> changes.setRules(master, "", thing, new ImageRules(true, 5, List.of("a/b"))))
        .hasMessageContaining("no pattern");
  }

  private String push(String tag, String layer) throws Exception {
    return new StagedImage(URI.create("http://" + registry.address()), "x", "y")
        .push(path, tag, StagedImage.DOCKER, layer);
  }

  private WantedTag written(String digest, String tag, String ref) {
    WantedTag written = tag(path, tag, digest, ref);
    archive.record(written);
    return written;
  }

  private static WantedTag tag(String path, String tag, String digest, String ref) {
    return new WantedTag(
        path,
        tag,
        digest,
        new Commit(COMMIT),
        ref,
        0,
        BuildId.next(),
        Instant.ofEpochMilli(CLOCK.millis()));
  }

  private static Principal admin() {
    return new Principal.Administrator();
  }

  private Principal person(String name, @Nullable Role role) {
    Person person = new Person(PersonId.random(), name, "", "", false, false, Instant.EPOCH);
    Thing thing = new Thing.OfProject(project.id(), project.name());
    members.put(
        person.id(),
        role == null ? List.of() : List.of(new Membership(thing.kind(), thing.key(), role)));
    return new Principal.Known(person, EnumSet.allOf(Scope.class));
  }
}
