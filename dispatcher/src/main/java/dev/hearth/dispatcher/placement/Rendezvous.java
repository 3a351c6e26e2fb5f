package dev.hearth.dispatcher.placement;

import dev.hearth.protocol.ProjectId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Ranks hosts for a project by weighted rendezvous hashing: each host draws a number from the hash
 * of its name and the project's id, and the highest score wins. A host that comes or goes moves
 * only the projects that it wins or had won, in proportion to its weight.
 *
 * <p>The score is {@code -weight / ln(draw)}, by Schindelhauer and Schomaker, "Weighted distributed
 * hash tables" (2005).
 */
final class Rendezvous {
  private static final double STEPS = 0x1.0p53;

  private static final Comparator<Scored> ORDER =
      Comparator.comparingDouble(Scored::score)
          .reversed()
          .thenComparing(scored -> scored.host().agent().value());

  /** Scored once: a hash costs more than all comparisons of a sort. */
  private record Scored(Host host, double score) {}

  private Rendezvous() {}

  /** The hosts, the project's home first. */
  static List<Host> rank(ProjectId project, Collection<Host> hosts) {
    return hosts.stream()
        .map(host -> new Scored(host, score(project, host)))
        .sorted(ORDER)
        .map(Scored::host)
        .toList();
  }

  private static double score(ProjectId project, Host host) {
    return -host.slots() / Math.log(draw(project, host));
  }

  /** Evenly spread over the open interval from 0 to 1. */
  private static double draw(ProjectId project, Host host) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      String text = project.value() + " " + host.agent().value();
      byte[] digest = sha.digest(text.getBytes(StandardCharsets.UTF_8));
      return ((ByteBuffer.wrap(digest).getLong() >>> 11) + 0.5) / STEPS;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
