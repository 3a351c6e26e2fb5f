package dev.hearth.dispatcher.people;

import java.util.Optional;
import java.util.stream.Stream;

/** What an access token is good for, at most: never more than its owner may. */
public enum Scope {
  API("api", "everything that its owner may, but pull and push images"),
  READ_API("read_api", "reading: nothing that changes or starts something"),
  READ_REGISTRY("read_registry", "pulling images"),
  WRITE_REGISTRY("write_registry", "pulling and pushing images");

  private final String word;
  private final String sentence;

  Scope(String word, String sentence) {
    this.word = word;
    this.sentence = sentence;
  }

  /** As it is written in JSON, SQL and commands. */
  public String word() {
    return word;
  }

  public String sentence() {
    return sentence;
  }

  boolean covers(Permission permission) {
    return switch (this) {
      case API -> permission != Permission.PULL && permission != Permission.PUSH;
      case READ_API -> permission.isReading();
      case READ_REGISTRY -> permission == Permission.PULL;
      case WRITE_REGISTRY -> permission == Permission.PULL || permission == Permission.PUSH;
    };
  }

  public static Optional<Scope> find(String word) {
    return Stream.of(values()).filter(scope -> scope.word.equals(word)).findFirst();
  }
}
