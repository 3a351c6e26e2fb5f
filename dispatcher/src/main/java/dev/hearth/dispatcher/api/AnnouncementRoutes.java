package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.announcements.Announcement;
import dev.hearth.dispatcher.announcements.Notice;
import dev.hearth.dispatcher.announcements.Severity;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.people.Permission;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.sql.Announcements;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is announced, to everybody; and by those who run the farm, how that is changed. */
final class AnnouncementRoutes {
  private final Announcements announcements;
  private final Announcing announcing;
  private final Things things;
  private final Clock clock;

  AnnouncementRoutes(ApiParts parts, Things things) {
    this.announcements = parts.announcements();
    this.announcing = new Announcing(parts);
    this.things = things;
    this.clock = parts.clock();
  }

  void mount(ApiOperations operations) {
    operations.on("listAnnouncements", this::list);
    operations.on("announce", this::add);
    operations.on("changeAnnouncement", this::change);
    operations.on("removeAnnouncement", this::remove);
  }

  /** Those that are not seen now are for those who put them up. */
  private Answer list(ApiRequest request) {
    boolean all = things.may(request.who(), Permission.SEE_FARM, new Thing.Farm());
    Instant now = clock.instant();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var listed = json.putArray("announcements");
    announcements.all().stream()
        .filter(one -> all || one.notice().isSeenAt(now))
        .forEach(one -> listed.add(json(one)));
    return Answer.json(200, json);
  }

  private Answer add(ApiRequest request) {
    Notice notice =
        new Notice(
            request.field("text").orElse(""),
            severity(request).orElse(Severity.INFO),
            request.body().path("public").asBoolean(),
            instant(request, "from", null),
            instant(request, "until", null));
    return Answer.json(201, json(announcing.add(request.who(), request.request().from(), notice)));
  }

  private Answer change(ApiRequest request) {
    Announcement after =
        announcing.change(
            request.who(),
            request.request().from(),
            request.path("announcement"),
            before ->
                new Notice(
                    request.field("text").orElse(before.text()),
                    severity(request).orElse(before.severity()),
                    request.body().path("public").asBoolean(before.open()),
                    instant(request, "from", before.from()),
                    instant(request, "until", before.until())));
    return Answer.json(200, json(after));
  }

  private Answer remove(ApiRequest request) {
    announcing.remove(request.who(), request.request().from(), request.path("announcement"));
    return Answer.nothing(204);
  }

  private static Optional<Severity> severity(ApiRequest request) {
    return request.field("severity").flatMap(Severity::find);
  }

  /** Null is sent for none; what is not sent stays. */
  private static @Nullable Instant instant(
      ApiRequest request, String field, @Nullable Instant before) {
    if (!request.body().has(field)) {
      return before;
    }
    return request.field(field).map(text -> parsed(field, text)).orElse(null);
  }

  private static Instant parsed(String field, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw RefusedException.invalid(
          "tried to announce something, but '" + field + "' is no time like 2026-01-02T03:04:05Z");
    }
  }

  private ObjectNode json(Announcement one) {
    Notice notice = one.notice();
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", one.id())
        .put("text", notice.text())
        .put("severity", notice.severity().word())
        .put("public", notice.open())
        .put("from", notice.from() == null ? null : notice.from().toString())
        .put("until", notice.until() == null ? null : notice.until().toString())
        .put("seen", notice.isSeenAt(clock.instant()))
        .put("by", one.by())
        .put("at", one.at().toString());
  }
}
