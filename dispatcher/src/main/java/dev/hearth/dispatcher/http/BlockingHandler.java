package dev.hearth.dispatcher.http;

/** Answers a request on a virtual thread of its own: it may block on anything and throw. */
@FunctionalInterface
public interface BlockingHandler {
  Answer handle(Request request) throws InterruptedException;
}
