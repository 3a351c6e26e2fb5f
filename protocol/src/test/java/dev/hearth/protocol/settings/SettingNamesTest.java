package dev.hearth.protocol.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingNamesTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\|([^|]+)\\|");
  private static final Pattern NAME = Pattern.compile("`(HEARTH_[A-Z_]+)`");

  @Test
  void theDocumentListsEverySettingAndNoOther() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "configuration.md"));
    Set<String> listed =
        ROW.matcher(document)
            .results()
            .flatMap(row -> NAME.matcher(row.group(1)).results())
            .map((MatchResult name) -> name.group(1))
            .collect(Collectors.toSet());

    assertThat(SettingNames.ALL).containsExactlyInAnyOrderElementsOf(listed);
  }
}
