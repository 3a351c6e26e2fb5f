package dev.hearth.dispatcher.console.projects;

import dev.hearth.dispatcher.console.frame.Visit;
import dev.hearth.dispatcher.queue.RemoteRefs;

/** What a repository answered, in the words of who asked. */
final class RepositoryAnswer {
  private static final String HEADS = "refs/heads/";

  private RepositoryAnswer() {}

  static String of(Visit visit, RemoteRefs.Refs refs) {
    long branches = refs.commits().keySet().stream().filter(ref -> ref.startsWith(HEADS)).count();
    String head = refs.head();
    return visit.t(
        "project.answered",
        branches,
        refs.commits().size() - branches,
        head == null ? "–" : head.replaceFirst("^" + HEADS, ""));
  }
}
