package dev.hearth.webhook;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request's headers, found whatever the case of their names. */
public final class HookHeaders {
  private final TreeMap<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private HookHeaders(Map<String, String> headers) {
    values.putAll(headers);
  }

  public static HookHeaders of(Map<String, String> headers) {
    return new HookHeaders(headers);
  }

  /** The header's value without surrounding blanks; empty also where it is blank. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(text -> !text.isEmpty());
  }
}
