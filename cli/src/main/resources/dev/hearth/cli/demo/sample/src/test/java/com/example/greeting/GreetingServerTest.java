package com.example.greeting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class GreetingServerTest {
  @Test
  void greetsWhoeverAsks() throws Exception {
    var server = GreetingServer.start(0);
    try {
      var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      var answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

      assertEquals(200, answer.statusCode());
      assertEquals("{\"text\":\"" + Greeting.to("world").text() + "\"}", answer.body());
    } finally {
      server.stop(0);
    }
  }
}
