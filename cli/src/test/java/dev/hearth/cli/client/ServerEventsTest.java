package dev.hearth.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerEventsTest {
  @Test
  void linesOfDataAreJoinedAndCommentsPassedOver() throws IOException {
    assertThat(
            read(
                """
                : nothing to say

                event: log
                id: 1:12
                data: first
                data:  second
                data:

                data:third

                """))
        .containsExactly(
            new ServerEvent("1:12", "log", "first\n second\n"),
            new ServerEvent("", "message", "third"));
  }

  @Test
  void anEventThatIsCutOffIsNone() throws IOException {
    assertThat(read("event: log\nid: 1:3\ndata: abc\n")).isEmpty();
  }

  private static List<ServerEvent> read(String stream) throws IOException {
    ServerEvents events = new ServerEvents(new StringReader(stream), () -> {});
    List<ServerEvent> all = new ArrayList<>();
    for (Optional<ServerEvent> event = events.next(); event.isPresent(); event = events.next()) {
      all.add(event.get());
    }
    return all;
  }
}
