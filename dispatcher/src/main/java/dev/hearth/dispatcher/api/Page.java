package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.http.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The link from a page to the next one. */
final class Page {
  private Page() {}

  /**
   * The answer with a {@code Link} header to the next page: the same address, with a parameter of
   * its own.
   */
  static Answer linked(
      Answer answer,
      ApiRequest request,
      Addresses addresses,
      String parameter,
      @Nullable String next) {
    if (next == null) {
      return answer;
    }
    String uri = request.request().uri();
    int question = uri.indexOf('?');
    String query = question < 0 ? "" : uri.substring(question + 1);
    String others =
        Stream.concat(
                Stream.of(query.split("&"))
                    .filter(part -> !part.isEmpty() && !part.startsWith(parameter + "=")),
                Stream.of(parameter + "=" + URLEncoder.encode(next, StandardCharsets.UTF_8)))
            .collect(Collectors.joining("&"));
    String path = question < 0 ? uri : uri.substring(0, question);
    return answer.with("Link", "<" + addresses.base() + path + "?" + others + ">; rel=\"next\"");
  }
}
