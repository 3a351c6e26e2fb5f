package dev.hearth.dispatcher.api;

import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.people.Principal;
import java.util.concurrent.CompletableFuture;

/**
 * Enters operations of the document as routes: each request is first asked who makes it, then for
 * its right to what it names, then checked, then handled.
 */
final class ApiOperations {
  private static final int MOST_BODY = 1 << 20;

  /** Handles requests that are as the document says. */
  @FunctionalInterface
  interface Handler {
    Answer handle(ApiRequest request) throws InterruptedException;
  }

  private final ApiDocument document;
  private final Known known;
  private final Things things;
  private final RouteTable table;

  ApiOperations(ApiDocument document, Known known, Things things, RouteTable table) {
    this.document = document;
    this.known = known;
    this.things = things;
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
          Principal who = operation.open() ? new Principal.Anonymous() : known.require(request);
          things.require(who, operation, request);
          byte[] body = request.body(MOST_BODY);
          return handler.handle(new ApiRequest(request, who, check.join().check(request, body)));
        });
  }
}
