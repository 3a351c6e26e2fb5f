package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.api.PeopleParts;
import dev.hearth.dispatcher.ledger.DeliveryJournal;
import dev.hearth.dispatcher.logs.DirectoryLogStore;
import dev.hearth.dispatcher.logs.DirectoryTestResults;
import dev.hearth.dispatcher.logs.LogStore;
import dev.hearth.dispatcher.logs.LogWatch;
import dev.hearth.dispatcher.logs.TestResultStore;
import dev.hearth.dispatcher.oidc.OidcConfig;
import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.LogInThrottle;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.secrets.AdminToken;
import dev.hearth.dispatcher.sessions.LogIns;
import dev.hearth.dispatcher.sessions.WebSessions;
import dev.hearth.dispatcher.sql.AccessTokens;
import dev.hearth.dispatcher.sql.ActivityTrail;
import dev.hearth.dispatcher.sql.AgentKeys;
import dev.hearth.dispatcher.sql.Announcements;
import dev.hearth.dispatcher.sql.Baselines;
import dev.hearth.dispatcher.sql.BuildArchive;
import dev.hearth.dispatcher.sql.CachedProjects;
import dev.hearth.dispatcher.sql.DailyCounts;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.DeliveryLedger;
import dev.hearth.dispatcher.sql.EtcdUse;
import dev.hearth.dispatcher.sql.Identities;
import dev.hearth.dispatcher.sql.JoinTokens;
import dev.hearth.dispatcher.sql.MemberStore;
import dev.hearth.dispatcher.sql.PeopleStore;
import dev.hearth.dispatcher.sql.ProjectEntry;
import dev.hearth.dispatcher.sql.ProjectStore;
import dev.hearth.dispatcher.sql.QuotaTable;
import dev.hearth.dispatcher.sql.RepositoryStore;
import dev.hearth.dispatcher.sql.SessionStore;
import dev.hearth.dispatcher.sql.SqliteLock;
import dev.hearth.dispatcher.sql.TagArchive;
import dev.hearth.dispatcher.sql.UnderWayBuilds;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What is configured and what has happened: SQL, the logs, and the keys to them. */
record Storage(
    FarmSecrets secrets,
    ProjectStore store,
    CachedProjects projects,
    BuildArchive archive,
    DailyCounts counts,
    Announcements announcements,
    QuotaTable quotas,
    TagArchive tags,
    AgentKeys agentKeys,
    JoinTokens joinTokens,
    PeopleParts people,
    DeliveryLedger deliveries,
    DeliveryJournal journal,
    Baselines baselines,
    UnderWayBuilds underWay,
    EtcdUse etcdUse,
    RepositoryStore repositories,
    LogStore logs,
    LogWatch logWatch,
    TestResultStore testResults) {
  private static final Duration READ_EVERY = Duration.ofSeconds(1);

  static Storage open(DispatcherConfig config, Clock clock, Closing closing) {
    if (!config.database().isPostgres()) {
      closing.add(SqliteLock.take(config.database().file()));
    }
    Database database = closing.add(Database.await(config.database()));
    FarmSecrets secrets = FarmSecrets.open(config, database);
    ProjectStore store = new ProjectStore(database, secrets.sealer(), clock);
    DeliveryLedger deliveries = new DeliveryLedger(database);
    LogStore logs = new DirectoryLogStore(config.logs(), DirectoryLogStore.DEFAULT_BOUND);
    return new Storage(
        secrets,
        store,
        closing.add(CachedProjects.start(store, READ_EVERY)),
        new BuildArchive(database),
        new DailyCounts(database),
        closing.add(Announcements.start(database, READ_EVERY, clock)),
        closing.add(QuotaTable.start(database, READ_EVERY)),
        new TagArchive(database),
        closing.add(new AgentKeys(database, clock)),
        new JoinTokens(database, clock),
        people(config, database, secrets.admin(), clock),
        deliveries,
        closing.add(DeliveryJournal.start(deliveries, clock)),
        new Baselines(database),
        new UnderWayBuilds(database),
        new EtcdUse(database),
        new RepositoryStore(database),
        logs,
        new LogWatch(),
        new DirectoryTestResults(config.logs()));
  }

  List<Project> allProjects() {
    return projects.all().stream().map(ProjectEntry::project).toList();
  }

  private static PeopleParts people(
      DispatcherConfig config, Database database, AdminToken admin, Clock clock) {
    PeopleStore people = new PeopleStore(database, clock);
    OidcConfig provider = config.oidc();
    AccessTokens tokens = new AccessTokens(database, clock);
    MemberStore members = new MemberStore(database, clock);
    ActivityTrail trail = new ActivityTrail(database, clock);
    LogInThrottle throttle = new LogInThrottle(clock);
    SessionStore sessions = new SessionStore(database, config.sessions(), clock);
    return new PeopleParts(
        new TokenBearers(admin, tokens),
        people,
        tokens,
        members,
        new Access(members),
        trail,
        throttle,
        new LogIns(people, admin::matches, throttle, trail),
        sessions,
        new WebSessions(sessions, config.sessions(), config.url().startsWith("https:"), trail),
        new Identities(database, clock),
        provider == null ? "" : provider.issuer().getHost());
  }
}
