package dev.hearth.dispatcher.doorman;

import static dev.hearth.dispatcher.doorman.RegistryAction.DELETE;
import static dev.hearth.dispatcher.doorman.RegistryAction.PULL;
import static dev.hearth.dispatcher.doorman.RegistryAction.PUSH;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedScopesTest {
  @Test
  void severalScopesComeInSeveralParametersOrBetweenBlanks() {
    assertThat(
            RequestedScopes.of(
                List.of(
                    "repository:team/app:pull,push repository:team/base:pull",
                    "repository:team/other:delete")))
        .containsExactly(
            new RepositoryRights("team/app", Set.of(PULL, PUSH)),
            new RepositoryRights("team/base", Set.of(PULL)),
            new RepositoryRights("team/other", Set.of(DELETE)));
  }

  @Test
  void oneRepositoryThatIsAskedForTwiceIsOneEntry() {
    assertThat(
            RequestedScopes.of(List.of("repository:team/app:pull", "repository:team/app:push,new")))
        .containsExactly(new RepositoryRights("team/app", Set.of(PULL, PUSH)));
  }

  @Test
  void aStarIsAllThereIs() {
    assertThat(RequestedScopes.of(List.of("repository:team/app:*")))
        .containsExactly(new RepositoryRights("team/app", Set.of(PULL, PUSH, DELETE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "repository",
        "repository:team/app",
        "registry:catalog:*",
        "repository(plugin):team/app:pull",
        "repository::pull",
        "repository:team/../hearth-staging/x:push",
        "repository:/team/app:pull",
        "repository:team//app:pull",
        "repository:Team/app:pull",
        "repository:host:5000/team/app:pull",
        "repository:team/app\n:pull"
      })
  void whatHasNoShapeIsPassedOver(String scope) {
    assertThat(RequestedScopes.of(List.of(scope))).isEmpty();
  }

  @Test
  void aRequestIsBounded() {
    List<String> many =
        IntStream.range(0, 1000).mapToObj(i -> "repository:team/app" + i + ":pull").toList();
    assertThat(RequestedScopes.of(many)).hasSize(50);
    assertThat(RequestedScopes.of(List.of("repository:" + "a".repeat(300) + ":pull"))).isEmpty();
  }
}
