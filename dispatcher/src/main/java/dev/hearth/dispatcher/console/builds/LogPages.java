package dev.hearth.dispatcher.console.builds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.api.ApiParts;
import dev.hearth.dispatcher.api.AttemptLog;
import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.LogFollowing;
import dev.hearth.dispatcher.api.LogPlace;
import dev.hearth.dispatcher.api.LogReading;
import dev.hearth.dispatcher.api.Things;
import dev.hearth.dispatcher.console.frame.PageTable;
import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.console.frame.Zipped;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.logs.LogLines;
import dev.hearth.dispatcher.logs.LogStore;
import dev.hearth.dispatcher.people.Permission;

/** A build's log for its page: in ranges of lines, searched, live, and as a file. */
public final class LogPages {
  private static final int MOST_LINES = 2000;
  private static final int MOST_FOUND = 10_000;

  private final Things things;
  private final LogStore logs;
  private final LogLines lines;
  private final LogReading reading;
  private final LogFollowing following;

  public LogPages(ApiParts parts, Things things) {
    this.things = things;
    this.logs = parts.logs();
    this.lines = new LogLines(parts.logs());
    this.reading = new LogReading(parts.logs());
    this.following = new LogFollowing(parts);
  }

  /** Enters the routes. */
  public void mount(PageTable table) {
    table.page("/builds/{build}/log/{attempt}/lines", this::lines);
    table.page("/builds/{build}/log/{attempt}/search", this::search);
    table.page("/builds/{build}/log/{attempt}/events", this::follow);
    table.page("/builds/{build}/log/{attempt}/text", this::text);
  }

  private Answer lines(Visit visit) {
    AttemptLog log = log(visit);
    boolean complete = log.over() && log.missing(logs.length(log.attempt())) == 0;
    int count = (int) Math.min(MOST_LINES, number(visit, "count", MOST_LINES));
    LogLines.Range range = lines.range(log.attempt(), number(visit, "from", 0), count, log.over());
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("from", range.from())
            .put("total", range.total())
            .put("place", new LogPlace(log.attempt().number(), range.offset()).toString())
            .put("complete", complete);
    ArrayNode texts = json.putArray("lines");
    range.lines().forEach(texts::add);
    ArrayNode times = json.putArray("times");
    range.times().forEach(one -> times.addArray().add(one.line()).add(one.came().toEpochMilli()));
    ArrayNode sections = json.putArray("sections");
    range
        .sections()
        .forEach(one ->
            sections
                .addObject()
                .put("stage", one.stage())
                .put("from", one.from())
                .put("to", one.to()));
    return Zipped.of(visit.request(), Answer.json(200, json));
  }

  private Answer search(Visit visit) {
    AttemptLog log = log(visit);
    String wanted =
        visit.request().query("q").stream()
            .filter(text -> !text.isEmpty() && text.length() <= 200)
            .findFirst()
            .orElseThrow(() ->
                new HttpFailure(
                    400, "tried to search a log, but for a text of 1 to 200 characters"));
    LogLines.Found found = lines.search(log.attempt(), wanted, MOST_FOUND);
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("total", found.total());
    ArrayNode all = json.putArray("lines");
    found.lines().forEach(all::add);
    return Zipped.of(visit.request(), Answer.json(200, json));
  }

  private Answer follow(Visit visit) {
    BuildView build = build(visit);
    String from = visit.request().header("Last-Event-ID").orElse(visit.query("from").orElse(""));
    LogPlace place = LogPlace.parse(from, attempt(visit, build));
    return Answer.streamed(
            "text/event-stream", stream -> following.follow(build.record().id(), place, stream))
        .with("X-Accel-Buffering", "no");
  }

  private Answer text(Visit visit) {
    BuildView build = build(visit);
    int attempt = attempt(visit, build);
    String name =
        build.record().request().title().replaceAll("[^A-Za-z0-9._-]", "-") + "-" + attempt;
    return reading
        .of(build, attempt, 0, Long.MAX_VALUE)
        .with("Content-Disposition", "attachment; filename=\"" + name + ".log\"");
  }

  private BuildView build(Visit visit) {
    return things.requireBuild(visit.who(), Permission.READ_LOGS, visit.path("build"));
  }

  private AttemptLog log(Visit visit) {
    BuildView build = build(visit);
    return AttemptLog.of(build, attempt(visit, build));
  }

  private static int attempt(Visit visit, BuildView build) {
    String attempt = visit.path("attempt");
    if (!attempt.matches("[1-9][0-9]{0,3}")
        || Integer.parseInt(attempt) > build.record().attempts()) {
      throw new HttpFailure(404, "tried to read a log, but the build has no such attempt");
    }
    return Integer.parseInt(attempt);
  }

  private static long number(Visit visit, String name, long otherwise) {
    return visit
        .query(name)
        .filter(text -> text.matches("[0-9]{1,12}"))
        .map(Long::parseLong)
        .orElse(otherwise);
  }
}
