package dev.hearth.dispatcher.doorman;

import dev.hearth.dispatcher.http.HttpFailure;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a body of {@code application/x-www-form-urlencoded}. */
record Form(Map<String, List<String>> fields) {
  /**
   * @throws HttpFailure 400 if it is none
   */
  static Form of(String body) {
    Map<String, List<String>> fields = new HashMap<>();
    try {
      for (String pair : body.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        fields.computeIfAbsent(decode(name), _ -> new ArrayList<>()).add(decode(value));
      }
    } catch (IllegalArgumentException e) {
      throw new HttpFailure(400, "tried to read the form, but it is not encoded as one");
    }
    return new Form(fields);
  }

  List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /** Empty if it is not there. */
  String one(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? "" : all.getFirst();
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Form" + fields.keySet();
  }
}
