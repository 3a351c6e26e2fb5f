package dev.hearth.dispatcher.doorman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.people.Access;
import dev.hearth.dispatcher.people.Membership;
import dev.hearth.dispatcher.people.Person;
import dev.hearth.dispatcher.people.PersonId;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Role;
import dev.hearth.dispatcher.people.Scope;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantingTest {
  private static final Thing.OfProject APP =
      new Thing.OfProject(ProjectId.random(), new ProjectName("team/app"));
  private static final Thing.OfProject OTHER =
      new Thing.OfProject(ProjectId.random(), new ProjectName("other/app"));
  private static final String ALL =
      "repository:team/app:* repository:other/app:* repository:public/base:*"
          + " repository:hearth-staging/%s/app:* repository:hearth-staging/%s/app:*"
              .formatted(APP.id(), OTHER.id())
          + " repository:hearth-cache/%s/m2:*".formatted(APP.id())
          + " repository:hearth-staging:* repository:hearth-staging/%sx/app:*".formatted(APP.id());

  private final PersonId ada = PersonId.random();
  private final Facts facts = new Facts(Set.of("public/base"));

  @ParameterizedTest
  @CsvSource({
    "GUEST, pull",
    "REPORTER, pull",
    "DEVELOPER, pull",
    "MASTER, 'pull,push'",
    "OWNER, 'pull,push'"
  })
  void aRoleBringsWhatItMay(Role role, String actions) {
    assertThat(granted(person(role, Scope.values())))
        .containsExactly("repository:team/app:" + actions, "repository:public/base:pull");
  }

  @Test
  void developersPushWhereTheProjectLetsThem() {
    facts.developersPush = true;
    assertThat(granted(person(Role.DEVELOPER, Scope.values())))
        .contains("repository:team/app:pull,push");
    assertThat(granted(person(Role.DEVELOPER, Scope.READ_REGISTRY)))
        .contains("repository:team/app:pull");
    assertThat(granted(person(Role.REPORTER, Scope.values()))).contains("repository:team/app:pull");
  }

  @Test
  void aTokenGrantsNoMoreThanItsScopes() {
    assertThat(granted(person(Role.OWNER, Scope.WRITE_REGISTRY)))
        .contains("repository:team/app:pull,push");
    assertThat(granted(person(Role.OWNER, Scope.READ_REGISTRY)))
        .contains("repository:team/app:pull");
    assertThat(granted(person(Role.OWNER, Scope.API)))
        .containsExactly("repository:public/base:pull");
  }

  @Test
  void whoIsUnknownPullsWhatIsPublic() {
    assertThat(granted(new Caller.Somebody(new Principal.Anonymous())))
        .containsExactly("repository:public/base:pull");
  }

  @Test
  void theAdministratorWritesEverythingButTheFarmsOwn() {
    assertThat(granted(new Caller.Somebody(new Principal.Administrator())))
        .containsExactly(
            "repository:team/app:pull,push",
            "repository:other/app:pull,push",
            "repository:public/base:pull,push");
  }

  @Test
  void anAttemptWritesItsOwnStagingAndCacheAndPullsItsBases() {
    var attempt = new AttemptId(BuildId.next(), 1);
    assertThat(granted(new Caller.RunningAttempt(attempt, APP.id())))
        .containsExactly(
            "repository:team/app:pull",
            "repository:public/base:pull",
            "repository:hearth-staging/%s/app:pull,push".formatted(APP.id()),
            "repository:hearth-cache/%s/m2:pull,push".formatted(APP.id()));
  }

  @Test
  void theAllowedPartOfARequestIsGranted() {
    assertThat(
            granted(
                person(Role.MASTER, Scope.values()),
                "repository:team/app:pull,push repository:other/app:pull"))
        .containsExactly("repository:team/app:pull,push");
  }

  private List<String> granted(Caller caller) {
    return granted(caller, ALL);
  }

  private List<String> granted(Caller caller, String scopes) {
    Access access =
        new Access(id ->
            id.equals(ada) ? List.of(new Membership(APP.kind(), APP.key(), role)) : List.of());
    return new Granting(access, facts)
        .of(caller, RequestedScopes.of(List.of(scopes))).stream()
            .map(RepositoryRights::text)
            .toList();
  }

  private Role role = Role.GUEST;

  private Caller person(Role its, Scope... scopes) {
    role = its;
    Person person = new Person(ada, "ada", "", "", false, false, Instant.EPOCH);
    Set<Scope> all = EnumSet.noneOf(Scope.class);
    all.addAll(List.of(scopes));
    return new Caller.Somebody(new Principal.Known(person, all));
  }

  private static final class Facts implements RepositoryFacts {
    private final Set<String> open;
    private boolean developersPush;

    Facts(Set<String> open) {
      this.open = open;
    }

    @Override
    public Thing.Repository thing(String repository) {
      return new Thing.Repository(
          repository,
          switch (repository) {
            case "team/app" -> APP;
            case "other/app" -> OTHER;
            default -> null;
          });
    }

    @Override
    public boolean isPublic(String repository) {
      return open.contains(repository);
    }

    @Override
    public boolean isPushedByDevelopers(Thing.Repository repository) {
      return developersPush;
    }
  }
}
