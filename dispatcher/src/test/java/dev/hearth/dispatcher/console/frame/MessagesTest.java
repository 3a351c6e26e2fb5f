package dev.hearth.dispatcher.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No language lacks a message, and no page asks for one that there is not. */
class MessagesTest {
  private static final Pattern ASKED = Pattern.compile("\\bt\\(\\s*\"([a-zA-Z0-9.]+)\"\\s*[,)]");
  private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");

  @Test
  void bothLanguagesHaveTheSameMessages() {
    assertThat(Messages.all().of(Language.CHINESE).keySet())
        .isEqualTo(Messages.all().of(Language.ENGLISH).keySet());
  }

  @Test
  void noMessageIsEmptyAndBothTakeTheSameValues() {
    Map<String, String> chinese = Messages.all().of(Language.CHINESE);
    Messages.all()
        .of(Language.ENGLISH)
        .forEach((key, english) -> {
          String other = chinese.getOrDefault(key, "");
          assertThat(english).as(key).isNotBlank();
          assertThat(other).as(key).isNotBlank();
          assertThat(places(other)).as(key).isEqualTo(places(english));
        });
  }

  @Test
  void everyMessageThatAPageAsksForIsThere() throws IOException {
    Set<String> asked = new TreeSet<>();
    for (Path root :
        List.of(Path.of("src/main/jte"), Path.of("src/main/java/dev/hearth/dispatcher/console"))) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          ASKED
              .matcher(Files.readString(file))
              .results()
              .map(one -> one.group(1))
              .forEach(asked::add);
        }
      }
    }
    assertThat(asked).hasSizeGreaterThan(20);
    assertThat(Messages.all().of(Language.ENGLISH).keySet()).containsAll(asked);
  }

  private static Set<String> places(String message) {
    return PLACE.matcher(message).results().map(MatchResult::group).collect(Collectors.toSet());
  }
}
