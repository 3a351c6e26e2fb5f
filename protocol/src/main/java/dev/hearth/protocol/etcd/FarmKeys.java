package dev.hearth.protocol.etcd;

import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.AgentRecord;
import dev.hearth.protocol.AgentStatus;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.AttemptRecord;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.BuildRecord;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Cordon;
import dev.hearth.protocol.Delivery;
import dev.hearth.protocol.DispatcherRecord;
import dev.hearth.protocol.FarmRecord;
import dev.hearth.protocol.Head;
import dev.hearth.protocol.LastNumber;
import dev.hearth.protocol.LeaderRecord;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import dev.hearth.protocol.StopOrder;
import dev.hearth.protocol.TaskOrder;
import dev.hearth.protocol.WantedTag;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The etcd key layout. Every key that the farm uses is made here, so this list is the schema:
 *
 * <pre>
 * {root}/agents/{agent}               AgentRecord       leased, written once per registration
 * {root}/status/{agent}               AgentStatus       the same lease
 * {root}/attempts/{agent}/{attempt}   AttemptRecord     by the agent, until archived
 * {root}/cordons/{agent}              Cordon            until lifted
 * {root}/tasks/{agent}/{attempt}      TaskOrder         immutable, until the attempt is settled
 * {root}/stops/{agent}/{attempt}      StopOrder         until the attempt is settled
 * {root}/builds/{build}               BuildRecord       until archived
 * {root}/same/{project}/{hash}        SameBuild         until that build has a stop or an end
 * {root}/heads/{project}/{hash}       Head              with the project
 * {root}/numbers/{project}            LastNumber        with the project
 * {root}/tags/{project}/{image}/{tag} WantedTag         until verified and archived
 * {root}/deliveries/{project}/{id}    Delivery          shared hourly lease
 * {root}/dispatchers/{id}             DispatcherRecord  leased
 * {root}/leader                       LeaderRecord      leased
 * {root}/farm                         FarmRecord        for ever
 * </pre>
 *
 * <p>{@code {hash}} is the SHA-256 of what may hold any character (a ref, a ref and a commit).
 */
public final class FarmKeys {
  /** Where a farm's keys stand that has the etcd to itself. */
  public static final String DEFAULT_ROOT = "/hearth";

  private final String root;

  /** The layout under {@link #DEFAULT_ROOT}. */
  public FarmKeys() {
    this(DEFAULT_ROOT);
  }

  /**
   * @param root begins with a slash and does not end with one
   */
  public FarmKeys(String root) {
    this.root = root;
  }

  public Key<AgentRecord> agent(AgentId agent) {
    return new Key<>(root + "/agents/" + agent, AgentRecord.class);
  }

  /** Watch it to learn who comes and goes. */
  public Prefix<AgentRecord> agents() {
    return new Prefix<>(root + "/agents/", AgentRecord.class);
  }

  public Key<AgentStatus> status(AgentId agent) {
    return new Key<>(root + "/status/" + agent, AgentStatus.class);
  }

  public Prefix<AgentStatus> statuses() {
    return new Prefix<>(root + "/status/", AgentStatus.class);
  }

  public Key<AttemptRecord> attempt(AgentId agent, AttemptId attempt) {
    return new Key<>(root + "/attempts/" + agent + "/" + attempt, AttemptRecord.class);
  }

  public Prefix<AttemptRecord> attempts() {
    return new Prefix<>(root + "/attempts/", AttemptRecord.class);
  }

  public Prefix<AttemptRecord> attempts(AgentId agent) {
    return new Prefix<>(root + "/attempts/" + agent + "/", AttemptRecord.class);
  }

  public Key<Cordon> cordon(AgentId agent) {
    return new Key<>(root + "/cordons/" + agent, Cordon.class);
  }

  public Prefix<Cordon> cordons() {
    return new Prefix<>(root + "/cordons/", Cordon.class);
  }

  public Key<TaskOrder> task(AgentId agent, AttemptId attempt) {
    return new Key<>(root + "/tasks/" + agent + "/" + attempt, TaskOrder.class);
  }

  public Prefix<TaskOrder> tasks() {
    return new Prefix<>(root + "/tasks/", TaskOrder.class);
  }

  /** What an agent shall run: watched by it. */
  public Prefix<TaskOrder> tasks(AgentId agent) {
    return new Prefix<>(root + "/tasks/" + agent + "/", TaskOrder.class);
  }

  public Key<StopOrder> stop(AgentId agent, AttemptId attempt) {
    return new Key<>(root + "/stops/" + agent + "/" + attempt, StopOrder.class);
  }

  public Prefix<StopOrder> stops() {
    return new Prefix<>(root + "/stops/", StopOrder.class);
  }

  public Prefix<StopOrder> stops(AgentId agent) {
    return new Prefix<>(root + "/stops/" + agent + "/", StopOrder.class);
  }

  public Key<BuildRecord> build(BuildId build) {
    return new Key<>(root + "/builds/" + build, BuildRecord.class);
  }

  public Prefix<BuildRecord> builds() {
    return new Prefix<>(root + "/builds/", BuildRecord.class);
  }

  public Key<SameBuild> same(ProjectId project, String ref, Commit commit) {
    return new Key<>(root + "/same/" + project + "/" + hash(ref + " " + commit), SameBuild.class);
  }

  public Prefix<SameBuild> same() {
    return new Prefix<>(root + "/same/", SameBuild.class);
  }

  public Key<Head> head(ProjectId project, String ref) {
    return new Key<>(root + "/heads/" + project + "/" + hash(ref), Head.class);
  }

  public Prefix<Head> heads(ProjectId project) {
    return new Prefix<>(root + "/heads/" + project + "/", Head.class);
  }

  public Prefix<Head> heads() {
    return new Prefix<>(root + "/heads/", Head.class);
  }

  public Key<LastNumber> number(ProjectId project) {
    return new Key<>(root + "/numbers/" + project, LastNumber.class);
  }

  public Prefix<LastNumber> numbers() {
    return new Prefix<>(root + "/numbers/", LastNumber.class);
  }

  public Key<WantedTag> tag(ProjectId project, String image, String tag) {
    return new Key<>(root + "/tags/" + project + "/" + image + "/" + tag, WantedTag.class);
  }

  public Prefix<WantedTag> tags() {
    return new Prefix<>(root + "/tags/", WantedTag.class);
  }

  public Prefix<WantedTag> tags(ProjectId project) {
    return new Prefix<>(root + "/tags/" + project + "/", WantedTag.class);
  }

  /**
   * @param id of any shape: it is hashed
   */
  public Key<Delivery> delivery(ProjectId project, String id) {
    return new Key<>(root + "/deliveries/" + project + "/" + hash(id), Delivery.class);
  }

  public Key<DispatcherRecord> dispatcher(String id) {
    return new Key<>(root + "/dispatchers/" + id, DispatcherRecord.class);
  }

  public Prefix<DispatcherRecord> dispatchers() {
    return new Prefix<>(root + "/dispatchers/", DispatcherRecord.class);
  }

  public Key<LeaderRecord> leader() {
    return new Key<>(root + "/leader", LeaderRecord.class);
  }

  public Key<FarmRecord> farm() {
    return new Key<>(root + "/farm", FarmRecord.class);
  }

  /** The agent's name in the key of its record, status or cordon. */
  public static AgentId agentOf(Key<?> key) {
    return new AgentId(key.last());
  }

  /** The project in the key of a tag. */
  public static ProjectId projectOf(Key<WantedTag> key) {
    String[] parts = key.path().split("/", -1);
    return new ProjectId(parts[parts.length - 3]);
  }

  /** The project in the key of a number, a head, a mark or a tag. */
  public ProjectId ownerProjectOf(Key<?> key) {
    return new ProjectId(key.path().substring(root.length()).split("/", -1)[2]);
  }

  /** The agent's name in the key of a task, a stop or an attempt. */
  public static AgentId ownerOf(Key<?> key) {
    int end = key.path().lastIndexOf('/');
    return new AgentId(key.path().substring(key.path().lastIndexOf('/', end - 1) + 1, end));
  }

  /** The attempt in the key of a task, a stop or an attempt. */
  public static AttemptId attemptOf(Key<?> key) {
    return AttemptId.parse(key.last());
  }

  /** The part of the layout that is one agent's own to write: what its role in etcd is made of. */
  public List<String> writtenBy(AgentId agent) {
    return List.of(agent(agent).path(), status(agent).path(), attempts(agent).path());
  }

  /** The part of the layout that one agent reads besides what it writes. */
  public List<String> readBy(AgentId agent) {
    return List.of(tasks(agent).path(), stops(agent).path());
  }

  /** The prefix of all keys of the farm. */
  public String all() {
    return root + "/";
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
