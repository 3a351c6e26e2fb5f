package dev.hearth.cli.gameday;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownSeedsTest {
  @Test
  void aLineIsASeedItsLengthAndItsKinds() {
    String text =
        """
        # seed minutes kinds
        12  1.5  agent-kill,etcd-pause  # what it found

        13  3    all
        """;

    assertThat(KnownSeeds.parse(text))
        .containsExactly(
            new KnownSeeds(
                12, Duration.ofSeconds(90), Set.of(HarmKind.AGENT_KILL, HarmKind.ETCD_PAUSE)),
            new KnownSeeds(13, Duration.ofMinutes(3), EnumSet.allOf(HarmKind.class)));
  }

  @Test
  void theListCanBeRead() {
    assertThat(KnownSeeds.all()).allSatisfy(known -> assertThat(known.kinds()).isNotEmpty());
  }
}
