package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.HttpFailure;
import dev.hearth.dispatcher.http.Request;
import dev.hearth.dispatcher.http.RouteTable;
import java.util.concurrent.CompletableFuture;

/**
 * Enters operations of the document as routes: each request is first asked for its token, then
 * checked, then handled.
 */
final class ApiOperations {
  private static final int MOST_BODY = 1 << 20;

  /** Handles requests that are as the document says. */
  @FunctionalInterface
  interface Handler {
    Answer handle(ApiRequest request) throws InterruptedException;
  }

  private final ApiDocument document;
  private final People people;
  private final RouteTable table;

  ApiOperations(ApiDocument document, People people, RouteTable table) {
    this.document = document;
    this.people = people;
    this.table = table;
  }

  void on(String operationId, Handler handler) {
    Operation operation = document.operation(operationId);
    // Beside the start: making a validator takes longer than anything else here.
    CompletableFuture<RequestCheck> check =
        CompletableFuture.supplyAsync(
            () -> new RequestCheck(document, operation), Thread::startVirtualThread);
    table.add(
        operation.method(),
        operation.path(),
        request -> {
          String by = who(request);
          byte[] body = request.body(MOST_BODY);
          return handler.handle(new ApiRequest(request, by, check.join().check(request, body)));
        });
  }

  private String who(Request request) {
    return request
        .bearerToken()
        .flatMap(people::bearing)
        .orElseThrow(() ->
            HttpFailure.unauthorized(
                "tried to use the API, but the request bears no token that is good here; send"
                    + " 'Authorization: Bearer TOKEN' (hearth login keeps it)"));
  }
}
