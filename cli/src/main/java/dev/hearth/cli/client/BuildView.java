package dev.hearth.cli.client;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A build, as the farm shows it; the fields are those of the API's {@code Build}.
 *
 * @param placement null before the first attempt
 * @param end null until it has ended, and when it succeeded
 */
public record BuildView(
    String id,
    String project,
    long number,
    String title,
    String ref,
    String commit,
    String cause,
    String by,
    String state,
    String sentence,
    String acceptedAt,
    boolean ended,
    double seconds,
    List<StageView> stages,
    @Nullable Placement placement,
    int attempts,
    List<Image> images,
    @Nullable End end,
    String url) {

  /** A stage of the newest attempt; {@code queued} is the wait for a host. */
  public record StageView(String stage, double seconds) {}

  public record Placement(String agent, int rank, boolean warm, String reason) {}

  public record Image(String name, String repository, String digest, String reference) {}

  public record End(@Nullable String stage, @Nullable String kind, String reason) {}

  public boolean succeeded() {
    return state.equals("succeeded");
  }

  /** The branch's or tag's own name; the commit's for a bare one. */
  public String refName() {
    return ref.isEmpty() ? commit() : ref.replaceFirst("^refs/(heads|tags)/", "");
  }

  /** The host of the newest attempt; empty before the first. */
  public String agent() {
    return placement == null ? "" : placement.agent();
  }

  /**
   * How it ended, on one line: {@code succeeded IMAGE@DIGEST …}, {@code failed STAGE: REASON} or
   * {@code STATE: REASON}.
   */
  public String lastLine() {
    if (succeeded()) {
      return "succeeded " + images.stream().map(Image::reference).collect(Collectors.joining(" "));
    }
    String stage = end == null || end.stage() == null ? "" : " " + end.stage();
    String reason = end == null ? sentence : end.reason();
    return state + stage + ": " + reason.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }
}
