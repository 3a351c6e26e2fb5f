package dev.hearth.cli.gameday;

import dev.hearth.cli.client.Json;
import dev.hearth.cli.farm.Interruption;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.GrpcWords;
import dev.hearth.cli.terminal.Terminal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Plays games and tells of them. */
public final class Games {
  private final Duration pace;
  private final boolean asJson;
  private final Terminal terminal;

  /**
   * @param pace from one push to the next
   */
  public Games(Duration pace, boolean asJson, Terminal terminal) {
    this.pace = pace;
    this.asJson = asJson;
    this.terminal = terminal;
  }

  /** Whether nothing was lost, doubled, orphaned or wrong. */
  public boolean play(long seed, Duration length, Set<HarmKind> kinds) {
    GrpcWords.hush();
    Plan plan = Plan.of(seed, length, possible(kinds));
    try (Interruption _ = Interruption.ofThisThread()) {
      Result result = new GameDay(plan, pace, terminal).play();
      Report report = new Report(result);
      terminal.out().print(asJson ? Json.pretty(report.json()) + "\n" : report.text());
      return result.held();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("was interrupted in the midst of a game", e);
    }
  }

  /** Plays every game that ever failed, and goes on after one that does. */
  public boolean playKnown() {
    boolean held = true;
    for (KnownSeeds known : KnownSeeds.all()) {
      terminal.say("seed " + known.seed());
      held &= play(known.seed(), known.length(), known.kinds());
    }
    return held;
  }

  private Set<HarmKind> possible(Set<HarmKind> kinds) {
    if (!kinds.contains(HarmKind.AGENT_CLOCK) || SlowClock.works()) {
      return kinds;
    }
    terminal.say(
        "leaving out %s, since this machine has no libfaketime; install Debian's package faketime"
            .formatted(HarmKind.AGENT_CLOCK.word()));
    Set<HarmKind> others = EnumSet.copyOf(kinds);
    others.remove(HarmKind.AGENT_CLOCK);
    return others;
  }
}
