package dev.hearth.dispatcher.http;

/** Some of the server's routes. */
@FunctionalInterface
public interface Routes {
  void mount(RouteTable table);
}
