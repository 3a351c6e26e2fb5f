package com.example.greeting;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Answers every request with a greeting. */
public final class GreetingServer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GreetingServer() {}

  public static void main(String[] arguments) throws IOException {
    start(8080);
    System.out.println("greeting on port 8080");
  }

  static HttpServer start(int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = JSON.writeValueAsBytes(Greeting.to("world"));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    return server;
  }
}
