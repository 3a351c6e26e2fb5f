package dev.hearth.gitclient;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A failure and what caused it, the outermost first. JGit says much of it in words only. */
public record Causes(List<Throwable> all) {
  private static final int MOST = 20;

  public static Causes of(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable next = failure; next != null && causes.size() < MOST; next = next.getCause()) {
      causes.add(next);
    }
    return new Causes(List.copyOf(causes));
  }

  public <T extends Throwable> Optional<T> find(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  public boolean has(Class<? extends Throwable> type) {
    return all.stream().anyMatch(type::isInstance);
  }

  /** What they say, each once. */
  public String spoken() {
    return String.join(
        ": ",
        all.stream()
            .map(cause -> cause.getMessage() == null ? cause.toString() : cause.getMessage())
            .distinct()
            .toList());
  }

  /** What they say in small letters, to look for what has no type. */
  public String words() {
    return spoken().toLowerCase(Locale.ROOT);
  }
}
