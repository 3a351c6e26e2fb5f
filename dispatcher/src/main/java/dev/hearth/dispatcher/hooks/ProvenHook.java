package dev.hearth.dispatcher.hooks;

import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.webhook.HookHeaders;
import dev.hearth.webhook.HookOutcome;
import java.util.List;

/**
 * A hook whose sender knows the secret.
 *
 * @param body as it came
 * @param speaksFor the projects whose secret it is
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ProvenHook(
    HookHeaders headers, byte[] body, HookOutcome outcome, List<ProjectEntry> speaksFor) {}
