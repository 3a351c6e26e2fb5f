package dev.hearth.cli.commands;

import dev.hearth.cli.gameday.Games;
import dev.hearth.cli.gameday.HarmKind;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hearth gameday}: exit status 0 only if nothing was lost, doubled, orphaned or wrong. */
@Command(
    name = "gameday",
    description = "Start a big farm, harm it while it builds, and show that nothing was lost.",
    mixinStandardHelpOptions = true)
public final class GameDayCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(names = "--minutes", description = "How long harm is done; 3 by default.")
  private double minutes = 3;

  @Option(names = "--seed", description = "Repeats a game; by default a new one.")
  private @Nullable Long seed;

  @Option(
      names = "--harm",
      description = "Only this kind of harm; can be given several times. All by default.")
  private List<String> harms = List.of();

  @Option(names = "--pace", description = "Seconds from one push to the next; 6 by default.")
  private double pace = 6;

  @Option(names = "--known", description = "Play all games that ever failed.")
  private boolean known;

  @Option(names = "--json", description = "Print what a program reads.")
  private boolean json;

  public GameDayCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (minutes <= 0 || pace <= 0) {
      throw new CommandFailure("--minutes and --pace must be above 0");
    }
    Games games = new Games(Duration.ofMillis(Math.round(pace * 1000)), json, terminal);
    if (known) {
      return games.playKnown() ? 0 : 1;
    }
    long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1, 1_000_000) : seed;
    Duration length = Duration.ofMillis(Math.round(minutes * 60_000));
    terminal.say("the game's seed is " + chosen);
    return games.play(chosen, length, kinds()) ? 0 : 1;
  }

  private Set<HarmKind> kinds() {
    if (harms.isEmpty()) {
      return EnumSet.allOf(HarmKind.class);
    }
    return harms.stream()
        .map(word ->
            HarmKind.find(word)
                .orElseThrow(() ->
                    new CommandFailure(
                        "there is no harm \"%s\"; there are %s"
                            .formatted(
                                word,
                                Stream.of(HarmKind.values())
                                    .map(HarmKind::word)
                                    .collect(Collectors.joining(", "))))))
        .collect(Collectors.toSet());
  }
}
