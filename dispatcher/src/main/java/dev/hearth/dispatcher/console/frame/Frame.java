package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.announcements.Announcement;
import dev.hearth.dispatcher.people.Session;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every page stands in.
 *
 * @param title as the browser shows it
 * @param section the entry of the navigation that is marked; null for none
 * @param session null when nobody is logged in: there is no navigation then
 * @param address this page's own, for coming back after changing the language
 * @param announcements above the page, oldest first
 */
public record Frame(
    Language language,
    String title,
    @Nullable Section section,
    @Nullable Session session,
    String address,
    List<Announcement> announcements) {
  public Frame {
    announcements = List.copyOf(announcements);
  }

  /** A message in the page's language. */
  public String t(String key, Object... values) {
    return Messages.text(language, key, values);
  }

  /** The address of a script, style or picture. */
  public String asset(String name) {
    return Assets.address(name);
  }

  /** The navigation, for who is logged in. */
  public List<Section> sections() {
    return session == null
        ? List.of()
        : Stream.of(Section.values()).filter(one -> one.isFor(session.who())).toList();
  }

  public List<Language> languages() {
    return List.of(Language.values());
  }

  /** What forms carry; empty when nobody is logged in. */
  public String csrf() {
    return session == null ? "" : session.csrf();
  }
}
