package dev.hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class PeopleCommandsTest {
  @TempDir private Path home;
  private StandInFarm farm;

  @BeforeEach
  void start() throws IOException {
    farm = new StandInFarm();
  }

  @AfterEach
  void stop() {
    farm.close();
  }

  @Test
  void whoLogsInByPasswordKeepsATokenAndLosesItByLoggingOut() throws IOException {
    farm.answers("POST /api/v1/login", 201, "{\"id\":\"t-1\",\"token\":\"hpt_made\"}");
    farm.answers("GET /api/v1/me", 200, "{\"name\":\"ada\"}");
    farm.answers("DELETE /api/v1/me/tokens/t-1", 204, "");
    Map<String, String> environment = new HashMap<>(Map.of("HOME", home.toString()));

    Ran in = Ran.hearth(environment, "a password\n", "login", farm.url(), "--user", "ada");

    Path kept = home.resolve(".config/hearth/login.json");
    assertThat(in.out()).startsWith("logged in at " + farm.url() + " as ada");
    assertThat(farm.asked().getFirst().authorization()).isEmpty();
    assertThat(farm.asked().getFirst().body())
        .isEqualTo("{\"name\":\"ada\",\"password\":\"a password\",\"tokenName\":\"hearth login\"}");
    assertThat(Files.readString(kept)).contains("hpt_made").doesNotContain("a password");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");

    assertThat(Ran.hearth(environment, "", "logout").out()).isEqualTo("logged out\n");
    assertThat(farm.asked().getLast().path()).isEqualTo("/api/v1/me/tokens/t-1");
    assertThat(farm.asked().getLast().authorization()).isEqualTo("Bearer hpt_made");
    assertThat(kept).doesNotExist();
    assertThat(Ran.hearth(environment, "", "logout").out()).isEqualTo("was not logged in\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          tokens create ci --scope read_api,read_registry --days 7|POST /api/v1/me/tokens|{"tokenName":"ci","days":7,"scopes":["read_api","read_registry"]}
          tokens revoke t-1|DELETE /api/v1/me/tokens/t-1|~~
          members add team/app ada --role developer|PUT /api/v1/projects/team%2Fapp/members/ada|{"role":"developer"}
          members change --group team ada --role owner|PUT /api/v1/groups/team/members/ada|{"role":"owner"}
          members remove --repository team/app/web ada|DELETE /api/v1/repositories/team%2Fapp%2Fweb/members/ada|~~
          hook-secrets make team/sub|POST /api/v1/groups/team%2Fsub/hook-secrets|{}
          hook-secrets remove team s-1|DELETE /api/v1/groups/team/hook-secrets/s-1|~~
          users add ada --email ada@example.com --operator|POST /api/v1/people|{"name":"ada","operator":true,"email":"ada@example.com"}
          users block ada|PATCH /api/v1/people/ada|{"blocked":true}
          users unblock ada|PATCH /api/v1/people/ada|{"blocked":false}
          users operator ada|PATCH /api/v1/people/ada|{"operator":true}
          users no-operator ada|PATCH /api/v1/people/ada|{"operator":false}
          agents cordon agent-1 --why disk|PUT /api/v1/agents/agent-1/cordon|{"kind":"cordon","why":"disk"}
          agents drain agent-1|PUT /api/v1/agents/agent-1/cordon|{"kind":"drain"}
          announcements add soon --severity warning --until 2026-01-02T03:04:05Z|POST /api/v1/announcements|{"text":"soon","severity":"warning","until":"2026-01-02T03:04:05Z"}
          announcements change a-1 --text none --public true --from none|PATCH /api/v1/announcements/a-1|{"text":"none","public":true,"from":null}
          announcements remove a-1|DELETE /api/v1/announcements/a-1|~~
          quotas set team/web --running 3|PUT /api/v1/quotas/group/team%2Fweb|{"running":3,"waiting":null}
          quotas set ada --user --waiting 0|PUT /api/v1/quotas/user/ada|{"running":null,"waiting":0}
          quotas remove ada --user|DELETE /api/v1/quotas/user/ada|~~
          agents uncordon agent-1|DELETE /api/v1/agents/agent-1/cordon|~~
          """)
  void aCommandAsksTheApi(String command, String request, String body) {
    farm.answers(request, 200, "{}");
    Ran ran = hearth("", command.split(" "));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    assertThat(farm.asked().getFirst().body()).isEqualTo(body);
  }

  @Test
  void listsAreTables() {
    farm.answers(
        "GET /api/v1/projects/team%2Fapp/members",
        200,
        """
        {"members":[{"name":"ada","fullName":"","role":"owner","since":"2026-01-02T03:04:05.678Z",
        "inheritedFrom":"team"}]}\
        """);
    assertThat(hearth("", "members", "list", "team/app").out())
        .isEqualTo(
            """
            NAME  ROLE   SINCE                 FROM  FULL NAME
            ada   owner  2026-01-02T03:04:05Z  team  -
            """);
    farm.answers(
        "GET /api/v1/people",
        200,
        """
        {"people":[{"name":"ada","fullName":"Ada","email":"","operator":true,"blocked":false,
        "createdAt":"2026-01-02T03:04:05Z"}]}\
        """);
    assertThat(hearth("", "users").out())
        .isEqualTo(
            """
            NAME  STATE     SINCE                 E-MAIL  FULL NAME
            ada   operator  2026-01-02T03:04:05Z  -       Ada
            """);
  }

  @Test
  void announcementsAreATable() {
    farm.answers(
        "GET /api/v1/announcements",
        200,
        """
        {"announcements":[{"id":"a-1","text":"etcd is upgraded tonight","severity":"warning","public":true,
        "from":null,"until":"2026-01-02T03:04:05Z","seen":true,"by":"ada","at":"2026-01-01T03:04:05Z"}]}\
        """);
    assertThat(hearth("", "announcements").out())
        .isEqualTo(
            """
            ID   KIND     SEEN        BY   FROM  UNTIL                 TEXT
            a-1  warning  by anybody  ada  -     2026-01-02T03:04:05Z  etcd is upgraded tonight
            """);
  }

  @Test
  void quotasAreShownBesideTheirUse() {
    String team =
        """
        {"kind":"group","name":"team","running":3,"waiting":null,"use":{"running":2,"waiting":7}}\
        """;
    String table =
        """
        OF     NAME  RUN  OF AT MOST  WAIT  OF AT MOST
        group  team  2    3           7     -
        """;
    farm.answers("GET /api/v1/quotas", 200, "{\"quotas\":[" + team + "]}");
    assertThat(hearth("", "quotas").out()).isEqualTo(table);
    farm.answers("GET /api/v1/groups/team/quota", 200, team);
    assertThat(hearth("", "quotas", "show", "team").out()).isEqualTo(table);
    farm.answers("GET /api/v1/me/quota", 200, team);
    assertThat(hearth("", "quotas", "show").out()).isEqualTo(table);
  }

  @Test
  void aGroupHasTwoHookSecretsWhileTheyAreChanged() throws IOException {
    farm.answers(
        "POST /api/v1/groups/team/hook-secrets",
        201,
        """
        {"id":"s-2","madeBy":"ada","createdAt":"2026-01-03T03:04:05Z",
        "hookSecret":"of-their-own-choice","hookUrl":"https://farm.example/hooks/gitlab"}\
        """);
    Path file = Files.writeString(home.resolve("secret"), "of-their-own-choice\n");
    assertThat(hearth("", "hook-secrets", "make", "team", "--file", file.toString()).out())
        .isEqualTo(
            """
            id      s-2
            secret  of-their-own-choice
            hook    https://farm.example/hooks/gitlab
            """);
    assertThat(farm.asked().getLast().body()).isEqualTo("{\"hookSecret\":\"of-their-own-choice\"}");
    farm.answers(
        "GET /api/v1/groups/team/hook-secrets",
        200,
        """
        {"hookSecrets":[{"id":"s-2","madeBy":"ada","createdAt":"2026-01-03T03:04:05Z"},
        {"id":"s-1","madeBy":"bob","createdAt":"2026-01-02T03:04:05.678Z"}]}\
        """);
    assertThat(hearth("", "hook-secrets", "list", "team").out())
        .isEqualTo(
            """
            ID   MADE BY  SINCE
            s-2  ada      2026-01-03T03:04:05Z
            s-1  bob      2026-01-02T03:04:05Z
            """);
  }

  @Test
  void activityIsShownAndExported() {
    farm.answers(
        "GET /api/v1/groups/team/activity?limit=50",
        200,
        """
        {"activity":[{"at":"2026-01-02T03:04:05Z","who":"ada","from":"192.0.2.1","what":"member.added",
        "on":"group team","facts":{"person":"eve","role":"guest"}}],"next":null}\
        """);
    assertThat(hearth("", "activity", "--group", "team").out())
        .endsWith("ada  192.0.2.1  member.added  group team  person: eve, role: guest\n");
    farm.answers("GET /api/v1/activity?format=jsonl", 200, "{\"id\":1}\n{\"id\":2}\n");
    assertThat(hearth("", "activity", "--export").out()).isEqualTo("{\"id\":1}\n{\"id\":2}\n");
  }

  @Test
  void aPasswordIsChangedByTypingBoth() {
    farm.answers("PUT /api/v1/me/password", 204, "");
    assertThat(hearth("the old one\nthe new one\n", "password").status()).isZero();
    assertThat(farm.asked().getFirst().body())
        .isEqualTo("{\"old\":\"the old one\",\"new\":\"the new one\"}");
  }

  private Ran hearth(String typed, String... arguments) {
    return Ran.hearth(
        Map.of("HOME", home.toString(), "HEARTH_URL", farm.url(), "HEARTH_TOKEN", "secret"),
        typed,
        arguments);
  }
}
