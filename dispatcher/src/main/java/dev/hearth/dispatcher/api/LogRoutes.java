package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.http.Answer;

/** Shows logs: as a whole, in parts, and live. */
final class LogRoutes {
  private final Builds builds;
  private final LogReading reading;
  private final LogFollowing following;

  LogRoutes(ApiParts parts) {
    this.builds = parts.builds();
    this.reading = new LogReading(parts.logs());
    this.following = new LogFollowing(parts);
  }

  void mount(ApiOperations operations) {
    operations.on("readLog", this::read);
    operations.on("followLog", this::follow);
  }

  private Answer follow(ApiRequest request) {
    BuildView build = new FindBuild(builds).require(request.path("build"));
    LogPlace from =
        LogPlace.parse(
            request.header("Last-Event-ID").orElse(""), Math.max(1, build.record().attempts()));
    return Answer.streamed(
            "text/event-stream", stream -> following.follow(build.record().id(), from, stream))
        .with("X-Accel-Buffering", "no");
  }

  private Answer read(ApiRequest request) {
    BuildView build = new FindBuild(builds).require(request.path("build"));
    return reading.of(
        build,
        request.number("attempt", build.record().attempts()),
        request.longNumber("offset", 0),
        request.longNumber("limit", Long.MAX_VALUE));
  }
}
