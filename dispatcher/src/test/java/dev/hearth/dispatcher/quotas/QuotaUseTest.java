package dev.hearth.dispatcher.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.protocol.ProjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaUseTest {
  private static final ProjectName APP = new ProjectName("team/web/app");
  private static final ProjectName TOOL = new ProjectName("team/tool");
  private static final ProjectName OTHER = new ProjectName("teams/app");
  private static final Holder TEAM = new Holder.Group("team");
  private static final Holder WEB = new Holder.Group("team/web");
  private static final Holder ADA = new Holder.User("ada");

  private static QuotaUse use(Quota... quotas) {
    return new QuotaUse(Quotas.of(List.of(quotas)));
  }

  private static Quota running(Holder holder, @Nullable Integer most) {
    return new Quota(holder, most, null);
  }

  private static Quota waiting(Holder holder, @Nullable Integer most) {
    return new Quota(holder, null, most);
  }

  @Test
  void aGroupsQuotaCountsWhatIsInItAndBelowIt() {
    QuotaUse use = use(running(TEAM, 2), running(WEB, 1));
    use.runs(APP, "");
    assertThat(use.againstRunning(APP, "")).contains("group team/web runs 1 of 1 build at once");
    assertThat(use.againstRunning(TOOL, "")).isEmpty();
    use.runs(TOOL, "ada");
    assertThat(use.againstRunning(TOOL, "")).contains("group team runs 2 of 2 builds at once");
    assertThat(use.againstRunning(OTHER, "")).isEmpty();
    assertThat(use.running(TEAM)).isEqualTo(2);
    assertThat(use.running(WEB)).isEqualTo(1);
  }

  @Test
  void aUsersQuotaCountsOnlyWhatTheyAskedForByHand() {
    QuotaUse use = use(running(ADA, 1), waiting(TEAM, 9));
    use.runs(APP, "");
    use.runs(APP, "eve");
    assertThat(use.againstRunning(APP, "ada")).isEmpty();
    use.runs(OTHER, "ada");
    assertThat(use.againstRunning(APP, "ada")).contains("user ada runs 1 of 1 build at once");
    assertThat(use.againstRunning(APP, "eve")).isEmpty();
    assertThat(use.againstRunning(APP, "")).isEmpty();
  }

  @Test
  void zeroIsNoneAndSaysThatWaitingDoesNotHelp() {
    assertThat(use(running(TEAM, 0)).againstRunning(APP, "").orElseThrow())
        .startsWith("group team may run no builds: its quota is 0; waiting will not help");
    assertThat(use(waiting(TEAM, 0)).againstWaiting(APP, "ada")).isPresent();
  }

  @Test
  void tooManyThatWaitAreToldWithWhatToDo() {
    QuotaUse use = use(waiting(TEAM, 3));
    use.waits(APP, "", 2);
    assertThat(use.againstWaiting(TOOL, "ada")).isEmpty();
    use.waits(TOOL, "ada", 4);
    assertThat(use.againstWaiting(TOOL, "eve"))
        .contains(
            "of group team 6 builds wait and its quota is 3: ask again when one has begun, cancel"
                + " one, or ask an operator for more");
    assertThat(use.againstRunning(TOOL, "eve")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"group, Team", "group, team/", "group, ''", "user, a b", "user, admin", "farm, a"})
  void nobodyElseHasOne(String kind, String name) {
    assertThatThrownBy(() -> Holder.of(kind, name)).isInstanceOf(RefusedException.class);
  }

  @Test
  void aBoundIsNoNegativeNumber() {
    assertThatThrownBy(() -> running(TEAM, -1)).isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> waiting(TEAM, 1_000_001)).isInstanceOf(RefusedException.class);
  }
}
