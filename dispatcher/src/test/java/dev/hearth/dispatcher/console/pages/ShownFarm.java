package dev.hearth.dispatcher.console.pages;

import dev.hearth.dispatcher.api.AgentView;
import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.TestDispatcher;
import dev.hearth.dispatcher.api.Waiting;
import dev.hearth.dispatcher.console.frame.WebClient;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.projects.Secret;
import dev.hearth.dispatcher.sql.Decision;
import dev.hearth.dispatcher.sql.DeliveryEntry;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Cordon;
import dev.hearth.protocol.PlacementReason;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import dev.hearth.protocol.SameBuild;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StageRecord;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A farm on which something goes on, with somebody of each role. */
final class ShownFarm implements AutoCloseable {
  static final String PASSWORD = "a good password";
  static final String SCRIPT = "<script>alert(1)</script>";
  static final List<String> NAMES =
      List.of("bakery/bread", "bakery/cake", "mill/flour", "mill/sieve", "shop/till", "shop/web");

  final TestDispatcher farm;
  final List<ProjectId> projects = new ArrayList<>();
  private final Instant now = Instant.now();

  ShownFarm(Path home) {
    this(new TestDispatcher(home));
  }

  ShownFarm(TestDispatcher farm) {
    this.farm = farm;
    for (String name : NAMES) {
      String id =
          farm.project(name, "https://git.example.com/" + name + ".git").path("id").asText();
      projects.add(new ProjectId(id));
    }
    for (Role role : Role.values()) {
      Person person = join(role.word(), false);
      farm.people.members().set(bread(), person.id(), role);
    }
    join("stranger", false);
    join("operator", true);
    hosts();
    builds();
    history();
    deliveries();
    quotas();
    announce(
        "{\"text\":\"oven-3 gets a new disk tonight\",\"severity\":\"warning\",\"public\":true}");
    announce("{\"text\":\"" + SCRIPT + "\"}");
  }

  /** Of a group that uses it up, of one that has room, and of somebody. */
  private void quotas() {
    quota("group/bakery", "{\"running\":2,\"waiting\":5}");
    quota("group/mill", "{\"running\":9}");
    quota("user/developer", "{\"waiting\":3}");
  }

  void quota(String holder, String json) {
    farm.send(farm.authorized("/api/v1/quotas/" + holder).PUT(BodyPublishers.ofString(json)));
  }

  /** Announces something, and returns its id. */
  String announce(String json) {
    return TestDispatcher.json(farm.post("/api/v1/announcements", json)).path("id").asText();
  }

  Thing.OfProject bread() {
    return new Thing.OfProject(projects.getFirst(), new ProjectName(NAMES.getFirst()));
  }

  private Person join(String name, boolean operator) {
    return farm.people
        .people()
        .add(name, "", name + "@example.com", operator, new Secret(PASSWORD));
  }

  private void hosts() {
    farm.moreAgents.add(host("oven-2", 4, Set.of("linux", "amd64"), null, 180L << 30));
    farm.moreAgents.add(
        host(
            "oven-3",
            4,
            Set.of("linux", "arm64"),
            new Cordon("drain", "operator", "its disk is to be replaced", now.minusSeconds(900)),
            12L << 30));
    farm.moreAgents.add(
        new AgentView(
            new AgentId("oven-4"),
            null,
            null,
            new Cordon("cordon", "admin", SCRIPT, now.minusSeconds(90_000)),
            List.of()));
  }

  private AgentView host(
      String name, int slots, Set<String> labels, @Nullable Cordon cordon, long disk) {
    AgentId id = new AgentId(name);
    return new AgentView(
        id,
        new AgentRecord(id, "identity", "boot", 1, slots, labels, "0.1.0"),
        new AgentStatus(true, true, "", disk, 1.42, Set.copyOf(projects.subList(0, 3))),
        cordon,
        List.of());
  }

  private void builds() {
    for (int i = 0; i < 3; i++) {
      BuildRecord record = queued(i, i + 1, now.minus(Duration.ofMinutes(4 - i)));
      AgentId oven = new AgentId("oven-2");
      farm.builds.put(
          record.placed(
              new AttemptId(record.id(), 1),
              new PlacementReason(oven, 1, true, "oven-2 is the project's home"),
              now.minusSeconds(100 - 30L * i)),
          null);
    }
    for (int i = 3; i < 6; i++) {
      farm.builds.put(
          new BuildView(
              queued(i, 1, now.minusSeconds(45 - i)),
              null,
              new Waiting(
                  "no agent that fits has a free slot",
                  List.of(
                      new Waiting.Host(new AgentId("oven-2"), "has no free slot of its 4"),
                      new Waiting.Host(
                          new AgentId("oven-3"), "is cordoned by operator: its disk")))));
    }
  }

  private BuildRecord queued(int project, long number, Instant at) {
    BuildRequest request =
        new BuildRequest(
            projects.get(project),
            new ProjectName(NAMES.get(project)),
            number,
            "refs/heads/main",
            new Commit("1234567890123456789012345678901234567890"),
            null,
            Cause.PUSH,
            number,
            List.of(),
            true,
            "developer",
            null,
            at);
    return BuildRecord.queued(BuildId.next(), request, at);
  }

  /** Somebody of ours, who looks at pages. */
  WebClient as(String name) {
    return WebClient.loggedIn(farm, name, PASSWORD);
  }

  /** Of bakery/bread: every sixth failed. */
  private void history() {
    for (int i = 0; i < 48; i++) {
      Instant at = now.minus(Duration.ofHours(14L * (48 - i)));
      Instant end = at.plusSeconds(20 + (i * 37) % 90);
      AgentId oven = new AgentId(i % 4 == 0 ? "oven-3" : "oven-2");
      BuildRecord record = queued(0, 100 + i, at);
      AttemptId attempt = new AttemptId(record.id(), 1);
      BuildRecord ran =
          record
              .placed(attempt, new PlacementReason(oven, 1, i % 4 != 0, "home"), at)
              .told(
                  List.of(
                      new StageRecord(Stage.CHECKOUT, at, at.plusSeconds(2)),
                      new StageRecord(Stage.COMPILE, at.plusSeconds(2), end)),
                  100);
      farm.archive.insertIfAbsent(
          i % 6 == 5
              ? ran.in(new BuildState.Lost(end, 3, "three agents were lost under it"))
              : ran.in(new BuildState.Succeeded(end, List.of())));
    }
  }

  private void deliveries() {
    farm.deliveries.record(
        List.of(
            DeliveryEntry.of(
                projects.getFirst(),
                "gitlab",
                "delivery-1",
                "refs/heads/main",
                "1234567890123456789012345678901234567890",
                Decision.BUILT,
                "",
                List.of(new SameBuild(BuildId.next(), 1)),
                now.minusSeconds(120)),
            DeliveryEntry.of(
                projects.getFirst(),
                "gitlab",
                "delivery-2",
                "refs/heads/" + SCRIPT,
                "2234567890123456789012345678901234567890",
                Decision.FILTERED,
                "branches like this one are not built",
                List.of(),
                now.minusSeconds(60))));
  }

  @Override
  public void close() {
    farm.close();
  }
}
