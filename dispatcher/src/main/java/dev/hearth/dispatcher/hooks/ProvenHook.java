package dev.hearth.dispatcher.hooks;

import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.protocol.ProjectId;
import dev.hearth.webhook.DeliveryId;
import dev.hearth.webhook.HookHeaders;
import dev.hearth.webhook.HookOutcome;
import java.util.List;

/**
 * A hook whose sender knows the secret.
 *
 * @param host the kind of Git host
 * @param body as it came
 * @param speaksFor the projects whose secret it is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ProvenHook(
    String host,
    HookHeaders headers,
    byte[] body,
    HookOutcome outcome,
    List<ProjectEntry> speaksFor) {
  /** By which the delivery is known again, where it concerns this project. */
  String delivery(ProjectId project) {
    return DeliveryId.of(headers, project.value(), body).value();
  }
}
