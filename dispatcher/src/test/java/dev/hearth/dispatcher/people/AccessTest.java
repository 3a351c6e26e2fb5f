package dev.hearth.dispatcher.people;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.ProjectId;
import dev.hearth.protocol.ProjectName;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTest {
  private static final Thing.OfProject BREAD =
      new Thing.OfProject(ProjectId.random(), new ProjectName("bakery/ovens/bread"));
  private static final Thing.OfProject FLOUR =
      new Thing.OfProject(ProjectId.random(), new ProjectName("mill/flour"));

  private final Map<PersonId, List<Membership>> members = new HashMap<>();
  private final Access access = new Access(id -> members.getOrDefault(id, List.of()));

  @Test
  void whoHasNoRoleSeesNothing() {
    Principal ada = person(false);
    assertThat(access.may(ada, Permission.SEE, BREAD)).isFalse();
    assertThat(access.may(new Principal.Anonymous(), Permission.SEE, BREAD)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aRoleBringsWhatTheTableSays(Role role) {
    Principal ada = person(false, on(BREAD, role));
    for (Permission permission : Permission.values()) {
      assertThat(access.may(ada, permission, BREAD)).isEqualTo(permission.isOf(role));
      assertThat(access.may(ada, permission, FLOUR)).isFalse();
    }
  }

  @Test
  void aGroupsRoleIsInheritedByAllThatIsBelow() {
    Principal ada = person(false, on(new Thing.Group("bakery"), Role.DEVELOPER));
    assertThat(access.role(ada, BREAD)).contains(Role.DEVELOPER);
    assertThat(access.role(ada, new Thing.Group("bakery/ovens"))).contains(Role.DEVELOPER);
    assertThat(access.role(ada, new Thing.Repository("bakery/ovens/bread/crust", BREAD)))
        .contains(Role.DEVELOPER);
    assertThat(access.role(ada, new Thing.Group("bake"))).isEmpty();
  }

  @Test
  void theHighestRoleCounts() {
    Principal ada =
        person(
            false,
            on(new Thing.Group("bakery"), Role.REPORTER),
            on(BREAD, Role.GUEST),
            on(new Thing.Group("bakery/ovens"), Role.MASTER));
    assertThat(access.role(ada, BREAD)).contains(Role.MASTER);
  }

  @Test
  void anOperatorRunsThePoolAndOwnsNothing() {
    Principal ada = person(true);
    assertThat(access.may(ada, Permission.RUN_POOL, new Thing.Farm())).isTrue();
    assertThat(access.may(ada, Permission.CANCEL, BREAD)).isTrue();
    assertThat(access.may(ada, Permission.CHANGE, BREAD)).isFalse();
    assertThat(access.may(ada, Permission.PULL, BREAD)).isFalse();
    assertThat(access.maySeeAll(ada)).isTrue();
  }

  @Test
  void aTokenMayNoMoreThanItsScopes() {
    Principal.Known ada = person(true, on(BREAD, Role.OWNER));
    assertThat(mayOf(new Principal.Known(ada.person(), Set.of(Scope.READ_API))))
        .allMatch(Permission::isReading);
    assertThat(mayOf(new Principal.Known(ada.person(), Set.of(Scope.READ_REGISTRY))))
        .containsExactly(Permission.PULL);
    assertThat(mayOf(new Principal.Known(ada.person(), Set.of(Scope.WRITE_REGISTRY))))
        .containsExactlyInAnyOrder(Permission.PULL, Permission.PUSH);
    assertThat(mayOf(new Principal.Known(ada.person(), Set.of()))).isEmpty();
  }

  @Test
  void whoIsBlockedMayNothing() {
    Principal.Known ada = person(true, on(BREAD, Role.OWNER));
    Person blocked =
        new Person(ada.person().id(), "ada", "", "", true, true, ada.person().createdAt());
    assertThat(mayOf(new Principal.Known(blocked, EnumSet.allOf(Scope.class)))).isEmpty();
  }

  private Set<Permission> mayOf(Principal who) {
    Set<Permission> may = EnumSet.noneOf(Permission.class);
    for (Permission permission : Permission.values()) {
      if (access.may(who, permission, BREAD)) {
        may.add(permission);
      }
    }
    return may;
  }

  private Principal.Known person(boolean operator, Membership... roles) {
    Person person = new Person(PersonId.random(), "ada", "", "", operator, false, Instant.EPOCH);
    members.put(person.id(), List.of(roles));
    return new Principal.Known(person, EnumSet.allOf(Scope.class));
  }

  private static Membership on(Thing thing, Role role) {
    return new Membership(thing.kind(), thing.key(), role);
  }
}
