package dev.hearth.dispatcher.builds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.Waiting;
import dev.hearth.dispatcher.leader.TestFarm;
import dev.hearth.dispatcher.projects.Project;
import dev.hearth.dispatcher.quotas.Holder;
import dev.hearth.dispatcher.quotas.LiveQuotas;
import dev.hearth.dispatcher.quotas.Quota;
import dev.hearth.dispatcher.quotas.Quotas;
import dev.hearth.protocol.AgentId;
import dev.hearth.protocol.BuildRecord;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WhyItWaitsTest {
  private static final AgentId AGENT = new AgentId("a");

  private final TestFarm farm = new TestFarm(Instant.parse("2026-01-02T03:04:05Z"));
  private final Project tool = farm.project("team/tool");
  private final Project other = farm.project("other/app");

  private String why(BuildRecord build, Quota... quotas) {
    LiveQuotas live =
        new LiveQuotas(
            () -> Quotas.of(List.of(quotas)), () -> farm.snapshot().builds(), farm::project);
    WhyItWaits why = new WhyItWaits(farm::snapshot, live, farm::project);
    Waiting waiting = why.addTo(new BuildView(build, null, null)).waiting();
    return Objects.requireNonNull(waiting).why();
  }

  @Test
  void aBuildThatWaitsForItsQuotaSaysSo() {
    farm.agent(AGENT, 5);
    farm.assigned(AGENT, tool, "ada");
    BuildRecord waits = farm.queued(tool, "");
    BuildRecord others = farm.queued(other, "ada");
    Quota team = new Quota(new Holder.Group("team"), 1, null);
    Quota ada = new Quota(new Holder.User("ada"), 1, null);

    assertThat(why(waits, team)).isEqualTo("group team runs 1 of 1 build at once");
    assertThat(why(others, team)).startsWith(WaitingBuilds.PLACED);
    assertThat(why(others, team, ada)).isEqualTo("user ada runs 1 of 1 build at once");
    assertThat(why(waits, ada)).startsWith(WaitingBuilds.PLACED);
  }

  @Test
  void withoutAHostTheHostsAreTheReason() {
    BuildRecord waits = farm.queued(tool, "");
    assertThat(why(waits, new Quota(new Holder.Group("team"), 1, null)))
        .isEqualTo("no agent is up");
  }
}
