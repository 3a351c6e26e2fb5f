package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.doctor.Doctor;
import dev.hearth.dispatcher.images.ImageParts;
import dev.hearth.dispatcher.joining.Joining;
import dev.hearth.dispatcher.logs.LogStore;
import dev.hearth.dispatcher.logs.LogWatch;
import dev.hearth.dispatcher.logs.TestResultStore;
import dev.hearth.dispatcher.quotas.LiveQuotas;
import dev.hearth.dispatcher.sql.AgentKeys;
import dev.hearth.dispatcher.sql.Announcements;
import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.DailyCounts;
import dev.hearth.dispatcher.sql.DeliveryLedger;
import dev.hearth.dispatcher.sql.HeadBaselines;
import dev.hearth.dispatcher.sql.ProjectStore;
import dev.hearth.dispatcher.sql.QuotaTable;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.HostResolver;
import java.time.Clock;

/**
 * What the API is made of.
 *
 * @param registry {@code host:port}, before each image's reference
 */
public record ApiParts(
    PeopleParts people,
    Builds builds,
    Agents agents,
    Cordons cordons,
    AgentKeys agentKeys,
    Joining joining,
    ProjectStore store,
    CachedProjects projects,
    DeliveryLedger deliveries,
    HeadBaselines baselines,
    Doctor doctor,
    ImageParts images,
    LogStore logs,
    LogWatch logWatch,
    TestResultStore testResults,
    GitUrlPolicy gitPolicy,
    HostResolver resolver,
    HostKeys hostKeys,
    RepositoryCheck repositories,
    BuildArchive archive,
    DailyCounts counts,
    Announcements announcements,
    QuotaTable quotas,
    LiveQuotas liveQuotas,
    Addresses addresses,
    String registry,
    Clock clock) {}
