package dev.hearth.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.agent.FakeDispatcher;
import dev.hearth.agent.FakeDispatcher.Mood;
import dev.hearth.protocol.AttemptId;
import dev.hearth.protocol.BuildId;
import dev.hearth.protocol.settings.Secret;
import dev.hearth.protocol.trust.TrustedAuthorities;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DispatcherHttpTest {
  private final FakeDispatcher first = new FakeDispatcher("{}");
  private final FakeDispatcher second = new FakeDispatcher("{}");
  private final DispatcherHttp dispatchers =
      new DispatcherHttp(
          List.of(first.url(), second.url()),
          TrustedAuthorities.ofThisJava(),
          new Secret(FakeDispatcher.KEY));
  private final AttemptId attempt = new AttemptId(BuildId.next(), 1);

  @AfterEach
  void close() {
    dispatchers.close();
    first.close();
    second.close();
  }

  private int send(String piece) throws IOException, InterruptedException {
    return dispatchers
        .send(
            dispatchers
                .request("/agent/v1/attempts/" + attempt + "/log/0")
                .PUT(BodyPublishers.ofByteArray(piece.getBytes(StandardCharsets.UTF_8))))
        .statusCode();
  }

  @Test
  void theFirstIsAskedWhileItAnswers() throws Exception {
    assertThat(send("piece")).isEqualTo(200);
    assertThat(first.log(attempt)).isEqualTo("piece");
    assertThat(second.log(attempt)).isEmpty();
  }

  @Test
  void whereOneIsGoneTheNextIsAskedAndStaysTheOneThatIs() throws Exception {
    first.close();

    assertThat(send("piece")).isEqualTo(200);
    assertThat(second.log(attempt)).isEqualTo("piece");
    assertThat(dispatchers.address()).isEqualTo(second.url());
  }

  @Test
  void oneThatCannotJustNowIsPassedOver() throws Exception {
    first.feel(Mood.UNAVAILABLE);

    assertThat(send("piece")).isEqualTo(200);
    assertThat(second.log(attempt)).isEqualTo("piece");
  }

  @Test
  void eachIsAskedOnceWhereNoneAnswers() throws Exception {
    first.feel(Mood.UNAVAILABLE);
    second.feel(Mood.UNAVAILABLE);
    assertThat(send("piece")).isEqualTo(503);

    first.close();
    second.close();
    assertThatThrownBy(() -> send("piece")).isInstanceOf(IOException.class);
  }
}
