package dev.hearth.dispatcher.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.hearth.dispatcher.quotas.Holder;
import dev.hearth.dispatcher.quotas.Quota;
import dev.hearth.dispatcher.quotas.Quotas;
import dev.hearth.dispatcher.simulation.Simulation.Weather;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Thousands of schedules in seconds. {@code -Dhearth.simulation.seeds=100000} runs more of them,
 * {@code -Dhearth.simulation.first=N} begins at another seed.
 */
class SimulationTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.hearth");

  @BeforeAll
  static void beQuiet() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void beAsBefore() {
    LOG.setLevel(null);
  }

  @ParameterizedTest
  @EnumSource(Weather.class)
  @Timeout(3600)
  void whateverHappensEveryBuildEndsOnceWithTheTruth(Weather weather) {
    long first = Long.getLong("hearth.simulation.first", 1);
    long last = first + Long.getLong("hearth.simulation.seeds", 100);
    List<String> failures = new ArrayList<>();
    for (long seed = first; seed < last && failures.size() < 10; seed++) {
      Simulation simulation = new Simulation(seed, weather);
      try {
        simulation.run();
      } catch (AssertionError | RuntimeException e) {
        failures.add("seed " + seed + " in " + weather + " weather: " + e);
      }
    }
    assertThat(failures).isEmpty();
  }

  /** Of four slots; that everything comes to its end says that nobody starves. */
  @ParameterizedTest
  @EnumSource(Weather.class)
  @Timeout(3600)
  void noMoreBuildsRunAtOnceThanTheQuotasOfTheirGroupsAndAskersAllow(Weather weather) {
    Quotas quotas =
        Quotas.of(
            List.of(
                new Quota(new Holder.Group("team"), 2, null),
                new Quota(new Holder.User("ann"), 1, null)));
    long first = Long.getLong("hearth.simulation.first", 1);
    long last = first + Long.getLong("hearth.simulation.seeds", 100) / 2;
    List<String> failures = new ArrayList<>();
    for (long seed = first; seed < last && failures.size() < 10; seed++) {
      try {
        new Simulation(seed, weather, quotas).run();
      } catch (AssertionError | RuntimeException e) {
        failures.add("seed " + seed + " in " + weather + " weather: " + e);
      }
    }
    assertThat(failures).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @Timeout(60)
  void whenEveryAgentWasGoneForAnHourTheFirstThatComesBackRunsWhatWaits(long seed) {
    new Simulation(seed, Weather.FAIR).runThroughAnHourWithoutAgents();
  }

  /**
   * They found: numbers used twice when etcd had forgotten them (1, 12), a head that was superseded
   * by itself (29, 35) or by an older one (65, 119), a person's build that moved a head back (246,
   * 271), more tasks than slots while placements were on their way (602, 989, 1073).
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 12, 29, 35, 65, 119, 246, 271, 602, 989, 1073})
  @Timeout(60)
  void aSeedThatFailedOnceFailsNoMore(long seed) {
    new Simulation(seed, Weather.FAIR).run();
  }
}
