package dev.hearth.dispatcher.console.builds;

import dev.hearth.dispatcher.api.BuildList;
import dev.hearth.dispatcher.api.BuildView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Tells whether what a browser has seen is what it would see now. Time that passes is no change: it
 * counts that itself.
 */
final class Seen {
  private Seen() {}

  static String of(BuildList builds) {
    return of(builds.builds());
  }

  static String of(List<BuildView> builds) {
    StringBuilder facts = new StringBuilder();
    for (BuildView build : builds) {
      var attempt = build.attempt();
      facts
          .append(build.record())
          .append(build.waiting())
          .append(attempt == null ? "" : attempt.stages())
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
