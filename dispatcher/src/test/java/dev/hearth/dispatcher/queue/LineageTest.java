package dev.hearth.dispatcher.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.Head;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LineageTest {
  private static final Commit ONE = commit('1');
  private static final Commit TWO = commit('2');
  private static final Commit THREE = commit('3');

  private static Commit commit(char digit) {
    return new Commit(String.valueOf(digit).repeat(40));
  }

  private static Head head(@Nullable Commit before, Commit after) {
    return new Head("refs/heads/main", before, after, 1, BuildId.next(), 1, Instant.EPOCH, null);
  }

  @Test
  void theFirstPushIsTheNewest() {
    assertThat(Lineage.of(null, null, ONE, Set::of)).isInstanceOf(Lineage.Newest.class);
  }

  @Test
  void aPushThatBeginsAtTheHeadIsTheNewest() {
    assertThat(Lineage.of(head(null, ONE), ONE, TWO, Set::of)).isInstanceOf(Lineage.Newest.class);
  }

  @Test
  void aPushThatTheHeadBeginsAtCameLate() {
    assertThat(Lineage.of(head(TWO, THREE), ONE, TWO, Set::of))
        .isInstanceOf(Lineage.Overtaken.class);
  }

  @Test
  void aPushThatAnyKnownPushBeginsAtCameLate() {
    assertThat(Lineage.of(head(TWO, THREE), null, ONE, () -> Set.of(ONE)))
        .isInstanceOf(Lineage.Overtaken.class);
  }

  @Test
  void whenABranchWasPushedThereAndBackTheHostMustSayWhichWasLast() {
    assertThat(Lineage.of(head(ONE, TWO), TWO, ONE, () -> Set.of(ONE)))
        .isInstanceOf(Lineage.Unknown.class);
  }

  @Test
  void aPushThatBeginsAtTheHeadIsTheNewestAlsoWhenOneBeforeTheHeadBeganWhereItEnds() {
    assertThat(Lineage.of(head(TWO, THREE), THREE, ONE, () -> Set.of(ONE)))
        .isInstanceOf(Lineage.Newest.class);
  }

  @Test
  void whenNeitherIsTheOthersParentTheHostMustSay() {
    assertThat(Lineage.of(head(null, ONE), TWO, THREE, Set::of))
        .isInstanceOf(Lineage.Unknown.class);
  }
}
