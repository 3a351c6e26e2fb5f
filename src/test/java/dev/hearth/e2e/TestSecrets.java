package dev.hearth.e2e;

import java.util.UUID;

/** Passwords that occur nowhere else, so that they can be looked for. */
record TestSecrets(String etcd, String registry, String git, String hook) {
  static TestSecrets random() {
    return new TestSecrets(one("etcd"), one("registry"), one("git"), one("hook"));
  }

  private static String one(String of) {
    return of + "-secret-" + UUID.randomUUID();
  }
}
