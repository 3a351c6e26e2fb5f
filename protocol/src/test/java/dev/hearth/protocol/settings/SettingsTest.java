package dev.hearth.protocol.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void anAbsentOrEmptySettingHasItsDefault() {
    var settings = new Settings(Map.of("HEARTH_AGENT_SLOTS", " "));

    assertThat(settings.number("HEARTH_AGENT_SLOTS", 2, 1, 64)).isEqualTo(2);
    assertThat(settings.duration("HEARTH_LEASE_TTL", Duration.ofSeconds(10))).hasSeconds(10);
    settings.refuseProblems();
  }

  @Test
  void timesAndSizesAreWrittenWithTheirUnits() {
    var settings =
        new Settings(Map.of("HEARTH_LEASE_TTL", "1.5m", "HEARTH_AGENT_MIN_FREE_DISK", "2 GiB"));

    assertThat(settings.duration("HEARTH_LEASE_TTL", Duration.ZERO)).hasSeconds(90);
    assertThat(settings.bytes("HEARTH_AGENT_MIN_FREE_DISK", 0)).isEqualTo(2L << 30);
    settings.refuseProblems();
  }

  @Test
  void pairsKeepTheirOrder() {
    var settings = new Settings(Map.of("HEARTH_BUILDERS", "node=mine/node:20, go=golang"));

    assertThat(settings.pairs("HEARTH_BUILDERS"))
        .containsExactly(Map.entry("node", "mine/node:20"), Map.entry("go", "golang"));
  }

  @Test
  void allProblemsAreReportedTogether() {
    var settings =
        new Settings(
            Map.of(
                "HEARTH_AGENT_SLOT", "2",
                "HEARTH_AGENT_SLOTS", "many",
                "HEARTH_LEASE_TTL", "10",
                "HOME", "/root"));
    settings.number("HEARTH_AGENT_SLOTS", 2, 1, 64);
    settings.duration("HEARTH_LEASE_TTL", Duration.ofSeconds(10));

    assertThatThrownBy(settings::refuseProblems)
        .isInstanceOfSatisfying(
            SettingsException.class,
            refused ->
                assertThat(refused.problems())
                    .containsExactly(
                        "there is no setting HEARTH_AGENT_SLOT; correct its name, or unset it"
                            + " (docs/configuration.md lists all)",
                        "HEARTH_AGENT_SLOTS can't be used: it must be a whole number from 1 to 64",
                        "HEARTH_LEASE_TTL can't be used: it must be a time such as 500ms, 10s, 5m,"
                            + " 1h or 2d"));
  }

  @Test
  void aSecretIsNeverPrinted() {
    assertThat(new Secret("tiger").toString()).doesNotContain("tiger");
  }
}
