package dev.hearth.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How cells of tables are written. */
final class Words {
  private Words() {}

  /** Between commas; a dash for none. */
  static String list(JsonNode words) {
    return word(
        StreamSupport.stream(words.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", ")));
  }

  /** To the second; a dash for none. */
  static String moment(JsonNode instant) {
    return instant.isTextual() ? instant.asText().replaceFirst("\\.[0-9]+", "") : "-";
  }

  /** A dash for none. */
  static String word(String text) {
    return text.isEmpty() || text.equals("null") ? "-" : text;
  }
}
