package dev.hearth.dispatcher.sql;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.SameBuild;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a delivery. Holds nothing of its secret.
 *
 * @param id sorts by time
 * @param host the kind of Git host, {@code gitlab}; {@code api} for a person's idempotency key
 * @param project null where it concerns none that is known
 * @param delivery by which it is known again; empty if it was not looked for
 * @param ref in full; empty if the delivery names none
 * @param commit what it asked for; empty if it names none
 * @param reason why there are no builds; empty when there are
 * @param count how many deliveries this stands for
 */
public record DeliveryEntry(
    String id,
    Instant at,
    String host,
    @Nullable ProjectId project,
    String delivery,
    String ref,
    String commit,
    Decision decision,
    String reason,
    List<SameBuild> builds,
    long count) {
  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();
  private static final int LONGEST = 500;

  public DeliveryEntry {
    ref = bounded(ref);
    reason = bounded(reason);
    builds = List.copyOf(builds);
  }

  /** One that concerns a project. */
  public static DeliveryEntry of(
      ProjectId project,
      String host,
      String delivery,
      String ref,
      String commit,
      Decision decision,
      String reason,
      List<SameBuild> builds,
      Instant at) {
    return new DeliveryEntry(
        nextId(), at, host, project, delivery, ref, commit, decision, reason, builds, 1);
  }

  /** One that concerns no project. */
  public static DeliveryEntry ofNobody(
      String host, String ref, String commit, Decision decision, String reason, Instant at) {
    return new DeliveryEntry(
        nextId(), at, host, null, "", ref, commit, decision, reason, List.of(), 1);
  }

  /** The same for more deliveries like it. */
  public DeliveryEntry times(long more, Instant now) {
    return new DeliveryEntry(
        nextId(), now, host, project, delivery, "", "", decision, reason, builds, more);
  }

  private static String nextId() {
    return IDS.generate().toString();
  }

  private static String bounded(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
