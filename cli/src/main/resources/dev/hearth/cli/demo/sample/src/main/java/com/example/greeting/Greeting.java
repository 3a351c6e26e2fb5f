package com.example.greeting;

import java.util.Objects;

/** What the service says. */
public record Greeting(String text) {
  public static Greeting to(String name) {
    return new Greeting("Hello, " + Objects.requireNonNull(name) + "!");
  }
}
