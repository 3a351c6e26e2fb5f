package dev.hearth.dispatcher.console.builds;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.protocol.BuildRequest;
import java.time.Instant;
import java.util.Optional;

/** A build as the console's pages show it. */
public record ShownBuild(BuildView view, Timeline timeline) {
  private static final int SHORT_COMMIT = 10;

  static ShownBuild of(BuildView view, Instant now) {
    return new ShownBuild(view, Timeline.of(view, now));
  }

  public BuildRequest request() {
    return view.record().request();
  }

  public String id() {
    return view.record().id().value();
  }

  public String address() {
    return address(view);
  }

  static String address(BuildView build) {
    return "/builds/" + build.record().id();
  }

  public String title() {
    return request().title();
  }

  /** By its own name among the states; also the key of its message behind {@code state.}. */
  public String state() {
    return view.record().stop() != null && !ended() ? "stopping" : view.state();
  }

  public boolean ended() {
    return view.record().state().ended();
  }

  /** The branch's or tag's own name; empty for a bare commit. */
  public String ref() {
    return request().refName();
  }

  public boolean isTag() {
    return request().ref().startsWith("refs/tags/");
  }

  public String shortCommit() {
    return request().commit().value().substring(0, SHORT_COMMIT);
  }

  public String acceptedAt() {
    return request().acceptedAt().toString();
  }

  public String duration() {
    return Durations.text(timeline.total());
  }

  public Optional<String> agent() {
    return Optional.ofNullable(view.record().placement()).map(one -> one.agent().value());
  }

  /** Whether its host had the project's caches: {@code warm} or {@code cold}; empty before. */
  public Optional<String> warmth() {
    return Optional.ofNullable(view.record().placement()).map(one -> one.warm() ? "warm" : "cold");
  }
}
