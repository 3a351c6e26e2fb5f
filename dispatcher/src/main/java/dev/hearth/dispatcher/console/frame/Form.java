package dev.hearth.dispatcher.console.frame;

import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a browser sent by a form. */
public record Form(Map<String, List<String>> fields) {
  private static final int MOST = 1 << 18;
  private static final String TYPE = "application/x-www-form-urlencoded";

  public Form {
    fields = Map.copyOf(fields);
  }

  static Form read(Request request) throws InterruptedException {
    byte[] body = request.body(MOST);
    if (body.length > 0 && !request.header("Content-Type").orElse("").startsWith(TYPE)) {
      throw new HttpFailure(415, "tried to read a form, but the request is none");
    }
    return parse(new String(body, StandardCharsets.UTF_8));
  }

  static Form parse(String text) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        fields.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
      }
    }
    return new Form(fields);
  }

  /** A field's value without the spaces around it; empty if it is absent or blank. */
  public Optional<String> field(String name) {
    return Optional.of(raw(name).strip()).filter(value -> !value.isEmpty());
  }

  /** A field's value as it was sent; an empty text if it is absent. */
  public String raw(String name) {
    return fields.getOrDefault(name, List.of("")).getFirst();
  }

  /** Whether a box was checked. */
  public boolean checked(String name) {
    return fields.containsKey(name);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new HttpFailure(400, "tried to read a form, but it is malformed");
    }
  }
}
