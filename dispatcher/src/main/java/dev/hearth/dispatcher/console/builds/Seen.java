package dev.hearth.dispatcher.console.builds;

import dev.hearth.dispatcher.api.BuildList;
import dev.hearth.dispatcher.api.BuildView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Tells whether what a browser has seen is what it would see now. It counts the time that passes
 * itself; what is drawn to scale is drawn anew every few seconds while a build lasts.
 */
final class Seen {
  private static final int SECONDS = 5;

  private Seen() {}

  static String of(BuildList builds, Instant now) {
    return of(builds.builds(), now);
  }

  static String of(List<BuildView> builds, Instant now) {
    StringBuilder facts = new StringBuilder();
    for (BuildView build : builds) {
      var attempt = build.attempt();
      facts
          .append(build.record())
          .append(build.waiting())
          .append(attempt == null ? "" : attempt.stages())
          .append(build.record().state().ended() ? 0 : now.getEpochSecond() / SECONDS)
          .append('\n');
    }
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256")
              .digest(facts.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
