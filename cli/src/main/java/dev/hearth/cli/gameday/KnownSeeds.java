package dev.hearth.cli.gameday;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The seeds that ever failed: {@code known-seeds.txt} beside this class, one a line, as seed,
 * minutes, and the kinds of harm between commas or {@code all}; what follows a # says what it
 * found.
 */
record KnownSeeds(long seed, Duration length, Set<HarmKind> kinds) {
  static List<KnownSeeds> all() {
    try (InputStream in = KnownSeeds.class.getResourceAsStream("known-seeds.txt")) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its known-seeds.txt");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<KnownSeeds> parse(String text) {
    return text.lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .map(KnownSeeds::line)
        .toList();
  }

  private static KnownSeeds line(String line) {
    String[] words = line.split("\\s+", -1);
    Set<HarmKind> kinds = EnumSet.noneOf(HarmKind.class);
    if (words[2].equals("all")) {
      kinds.addAll(EnumSet.allOf(HarmKind.class));
    } else {
      for (String word : words[2].split(",", -1)) {
        kinds.add(HarmKind.find(word).orElseThrow());
      }
    }
    return new KnownSeeds(
        Long.parseLong(words[0]),
        Duration.ofMillis(Math.round(Double.parseDouble(words[1]) * 60_000)),
        Set.copyOf(kinds));
  }
}
