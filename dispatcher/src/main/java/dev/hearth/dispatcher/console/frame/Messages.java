package dev.hearth.dispatcher.console.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What the console says, in each language: one file of messages each. */
public final class Messages {
  private static final Messages INSTANCE = new Messages();

  private final Map<Language, Map<String, String>> all = new EnumMap<>(Language.class);

  private Messages() {
    for (Language language : Language.values()) {
      all.put(language, load(language));
    }
  }

  /**
   * A message, with {@code {0}}, {@code {1}}… replaced.
   *
   * @throws IllegalArgumentException if there is none of this key
   */
  static String text(Language language, String key, Object... values) {
    String message = INSTANCE.of(language).get(key);
    if (message == null) {
      throw new IllegalArgumentException("the console has no message " + key);
    }
    String text = message;
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", String.valueOf(values[i]));
    }
    return text;
  }

  static Messages all() {
    return INSTANCE;
  }

  /** By key. */
  Map<String, String> of(Language language) {
    return all.getOrDefault(language, Map.of());
  }

  private static Map<String, String> load(Language language) {
    String file = "/console/messages/" + language.tag() + ".properties";
    try (InputStream in = Messages.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the program");
      }
      Properties properties = new Properties();
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      Map<String, String> messages = new TreeMap<>();
      properties
          .stringPropertyNames()
          .forEach(key -> messages.put(key, properties.getProperty(key)));
      return Map.copyOf(messages);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
