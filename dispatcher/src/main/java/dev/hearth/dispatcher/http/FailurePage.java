package dev.hearth.dispatcher.http;

/** What a person sees in a browser when no route took the request. Answers at once. */
@FunctionalInterface
public interface FailurePage {
  Answer of(Request request, Failure failure);
}
