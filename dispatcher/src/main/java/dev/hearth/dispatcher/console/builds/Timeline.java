package dev.hearth.dispatcher.console.builds;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.protocol.BuildState;
import dev.hearth.protocol.Stage;
import dev.hearth.protocol.StageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a build's time went, to scale.
 *
 * @param from when the build was accepted
 * @param to when it ended; now while it lasts
 */
public record Timeline(Instant from, Instant to, List<Segment> segments) {
  private static final double WIDTH = 1000;
  private static final double LAST_TICK = 970;
  private static final long[] STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400
  };

  public Timeline {
    segments = List.copyOf(segments);
  }

  static Timeline of(BuildView build, Instant now) {
    BuildState state = build.record().state();
    Instant from = build.record().request().acceptedAt();
    List<StageRecord> stages =
        build.attempt() == null ? build.record().stages() : build.attempt().stages();
    Instant to = latest(state.ended() ? state.since() : now, stages);
    Instant placed = placed(state, stages);
    List<Segment> segments = new ArrayList<>();
    segments.add(
        new Segment("queued", "queued", from, placed == null ? to : placed, placed == null));
    for (StageRecord stage : stages) {
      Instant ended = stage.ended();
      segments.add(
          new Segment(
              stage.stage().word(),
              kind(build, stage.stage()),
              stage.began(),
              ended == null ? to : ended,
              ended == null && !state.ended()));
    }
    if (state instanceof BuildState.Pushed pushed) {
      segments.add(new Segment("publish", "publish", pushed.since(), to, true));
    }
    return new Timeline(from, to.isBefore(from) ? from : to, segments);
  }

  private static String kind(BuildView build, Stage stage) {
    var placement = build.record().placement();
    if (stage != Stage.COMPILE || placement == null) {
      return stage.word();
    }
    return placement.warm() ? "compile warm" : "compile cold";
  }

  /** When the wait for a host was over; null while it lasts. */
  private static @Nullable Instant placed(BuildState state, List<StageRecord> stages) {
    if (state instanceof BuildState.Assigned assigned) {
      return assigned.since();
    }
    if (!stages.isEmpty()) {
      return stages.getFirst().began();
    }
    return state.ended() ? state.since() : null;
  }

  /** Clocks of two hosts may differ. */
  private static Instant latest(Instant end, List<StageRecord> stages) {
    Instant latest = end;
    for (StageRecord stage : stages) {
      Instant ended = stage.ended();
      if (ended != null && ended.isAfter(latest)) {
        latest = ended;
      }
    }
    return latest;
  }

  public Duration total() {
    return Duration.between(from, to);
  }

  /** Where a segment begins, in a drawing that is 1000 wide. */
  public String x(Segment segment) {
    return number(at(segment.from()));
  }

  /** How wide it is; what took next to no time is still seen. */
  public String width(Segment segment) {
    double from = at(segment.from());
    return number(Math.min(WIDTH - from, Math.max(3, at(segment.to()) - from)));
  }

  /** The marks below, at round distances: at most eight. */
  public List<Tick> ticks() {
    long seconds = Math.max(1, total().toSeconds());
    long step = STEPS[STEPS.length - 1];
    for (long each : STEPS) {
      if (seconds / each <= 7) {
        step = each;
        break;
      }
    }
    List<Tick> ticks = new ArrayList<>();
    // None so near the end that its words would not fit.
    for (long second = 0;
        second <= seconds && at(from.plusSeconds(second)) < LAST_TICK;
        second += step) {
      String text = second < 60 ? second + " s" : Durations.text(Duration.ofSeconds(second));
      ticks.add(new Tick(number(at(from.plusSeconds(second))), text));
    }
    return ticks;
  }

  /** A mark of the scale. */
  public record Tick(String x, String text) {
    /** The same place in a drawing of any width. */
    public String percent() {
      return number(Double.parseDouble(x) / 10) + "%";
    }
  }

  private double at(Instant instant) {
    double whole = Math.max(1, total().toMillis());
    double part = Duration.between(from, instant).toMillis();
    return Math.clamp(part / whole, 0, 0.997) * WIDTH;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
