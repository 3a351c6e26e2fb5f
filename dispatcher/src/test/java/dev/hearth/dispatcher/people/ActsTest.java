package dev.hearth.dispatcher.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the program writes into the trail is what the documents name. */
class ActsTest {
  private static final Pattern RECORDED = Pattern.compile("(?s)\\b(?:record|told)\\((.*?);");
  private static final Pattern ACT =
      Pattern.compile("\"([a-z]+(?:-[a-z]+)?\\.[a-z]+(?:-[a-z]+)?)\"");

  @Test
  void everyActIsNamedInTheDocuments() throws IOException {
    Set<String> acts = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        RECORDED
            .matcher(Files.readString(file))
            .results()
            .flatMap(call -> ACT.matcher(call.group(1)).results())
            .forEach(act -> acts.add("`" + act.group(1) + "`"));
      }
    }
    assertThat(acts).contains("`image.pushed`", "`member.added`", "`tags.expired`");
    assertThat(Files.readString(Path.of("..", "docs", "permissions.md"))).contains(acts);
  }
}
