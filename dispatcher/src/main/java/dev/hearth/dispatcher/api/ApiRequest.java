package dev.hearth.dispatcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.people.Principal;
import java.util.Optional;

/**
 * A request that is as the document says, of somebody who may make it.
 *
 * @param who asks
 * @param body missing if there is none
 */
record ApiRequest(Request request, Principal who, JsonNode body) {
  /** The name of who asks. */
  String by() {
    return who.name();
  }

  String path(String name) {
    return request.path(name);
  }

  Optional<String> query(String name) {
    return request.query(name).stream().findFirst();
  }

  int number(String name, int otherwise) {
    return query(name).map(Integer::parseInt).orElse(otherwise);
  }

  long longNumber(String name, long otherwise) {
    return query(name).map(Long::parseLong).orElse(otherwise);
  }

  Optional<String> header(String name) {
    return request.header(name);
  }

  /** A text field of the body; empty if it is absent or null. */
  Optional<String> field(String name) {
    return body.hasNonNull(name) ? Optional.of(body.path(name).asText()) : Optional.empty();
  }
}
