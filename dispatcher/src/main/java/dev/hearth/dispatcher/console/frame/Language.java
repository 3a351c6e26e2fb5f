package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.http.Request;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A language in which the console speaks; the first is that of who asks for none of them. */
public enum Language {
  ENGLISH("en", "English"),
  CHINESE("zh-CN", "简体中文");

  static final String COOKIE = "hearth_language";

  private final String tag;
  private final String ownName;

  Language(String tag, String ownName) {
    this.tag = tag;
    this.ownName = ownName;
  }

  /** As HTML's {@code lang} has it. */
  public String tag() {
    return tag;
  }

  /** What those who speak it call it. */
  public String ownName() {
    return ownName;
  }

  /** The language that somebody chose by the switch, else the one that their browser likes best. */
  static Language of(Request request) {
    return request
        .cookie(COOKIE)
        .flatMap(Language::find)
        .or(() -> request.header("Accept-Language").flatMap(Language::liked))
        .orElse(ENGLISH);
  }

  static Optional<Language> find(String tag) {
    return Stream.of(values()).filter(one -> one.tag.equalsIgnoreCase(tag)).findFirst();
  }

  /** Of {@code zh-TW,zh;q=0.9,en;q=0.8} the first that is spoken here, whatever the country. */
  private static Optional<Language> liked(String header) {
    try {
      return Locale.LanguageRange.parse(header).stream()
          .filter(range -> range.getWeight() > 0)
          .map(range -> range.getRange().replaceFirst("-.*", ""))
          .flatMap(spoken -> Stream.of(values()).filter(one -> one.isA(spoken)))
          .findFirst();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private boolean isA(String primary) {
    return tag.replaceFirst("-.*", "").equals(primary);
  }
}
