package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.RefusedException;
import dev.hearth.dispatcher.announcements.Announcement;
import dev.hearth.dispatcher.announcements.Notice;
import dev.hearth.dispatcher.people.Principal;
import dev.hearth.dispatcher.people.Thing;
import dev.hearth.dispatcher.people.Trail;
import dev.hearth.dispatcher.sql.Announcements;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts up, changes and removes announcements for somebody, and has the trail tell who did. */
public final class Announcing {
  private static final Thing FARM = new Thing.Farm();

  private final Announcements announcements;
  private final Trail trail;

  public Announcing(ApiParts parts) {
    this.announcements = parts.announcements();
    this.trail = parts.people().trail();
  }

  /**
   * @throws RefusedException if there are very many
   */
  public Announcement add(Principal who, String from, Notice notice) {
    Announcement made = announcements.add(notice, who.name());
    trail.record(who, from, FARM, "announcement.made", facts(made.id(), notice));
    return made;
  }

  /**
   * @throws RefusedException if there is none of this id
   */
  public Announcement change(Principal who, String from, String id, UnaryOperator<Notice> change) {
    Announcements.Changed changed =
        announcements.change(id, change).orElseThrow(() -> absent("change"));
    Map<String, String> facts = facts(id, changed.after().notice());
    facts.put("before", facts("", changed.before().notice()).toString());
    trail.record(who, from, FARM, "announcement.changed", facts);
    return changed.after();
  }

  /**
   * @throws RefusedException if there is none of this id
   */
  public void remove(Principal who, String from, String id) {
    Announcement removed = announcements.remove(id).orElseThrow(() -> absent("remove"));
    trail.record(who, from, FARM, "announcement.removed", facts(id, removed.notice()));
  }

  private static RefusedException absent(String tried) {
    return RefusedException.absent(
        "tried to "
            + tried
            + " an announcement, but there is none of this id; hearth announcements lists them");
  }

  private static Map<String, String> facts(String id, Notice notice) {
    Map<String, String> facts = new LinkedHashMap<>();
    put(facts, "id", id);
    facts.put("text", notice.text());
    facts.put("severity", notice.severity().word());
    facts.put("public", Boolean.toString(notice.open()));
    put(facts, "from", text(notice.from()));
    put(facts, "until", text(notice.until()));
    return facts;
  }

  private static void put(Map<String, String> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.put(name, value);
    }
  }

  private static String text(@Nullable Instant instant) {
    return instant == null ? "" : instant.toString();
  }
}
