package dev.hearth.webhook;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the bodies of GitHub's hooks, as which Gitea and Gogs make theirs. */
final class GitHubFields {
  private static final List<String> URLS =
      List.of(
          "repository.clone_url",
          "repository.ssh_url",
          "repository.git_url",
          "repository.html_url");
  private static final List<String> IDS = List.of("repository.id");
  private static final String PATH = "repository.full_name";
  private static final List<String> USERS =
      List.of("sender.login", "pusher.login", "pusher.username", "pusher.name");
  private static final Set<String> FIELDS =
      Set.of(
          "ref",
          "before",
          "after",
          "head_commit.id",
          "repository.clone_url",
          "repository.ssh_url",
          "repository.git_url",
          "repository.html_url",
          "repository.id",
          PATH,
          "sender.login",
          "pusher.login",
          "pusher.username",
          "pusher.name");

  private GitHubFields() {}

  /**
   * @param event the header's word for it
   */
  static HookOutcome read(Optional<String> event, byte[] body) {
    HookFields fields;
    try {
      fields = HookFields.read(HookForm.json(body), FIELDS);
    } catch (IOException e) {
      return new HookOutcome.Malformed(
          GitHostProject.UNKNOWN,
          "tried to read the hook's body but it is not the JSON of a hook; send it as"
              + " application/json");
    }
    GitHostProject repository = PushFields.repository(fields, URLS, IDS, PATH);
    if (!event.orElse("").equals("push")) {
      return PushFields.other(repository, event.orElse(""));
    }
    return PushFields.outcome(fields, repository, "head_commit.id", tagged(fields), user(fields));
  }

  /** An annotated tag's "after" is the tag itself; its commit is told beside it. */
  private static Optional<String> tagged(HookFields fields) {
    return fields
        .find("ref")
        .filter(ref -> ref.startsWith(GitRefs.TAGS))
        .flatMap(_ -> fields.find("head_commit.id"));
  }

  private static Optional<String> user(HookFields fields) {
    return USERS.stream().flatMap(name -> fields.find(name).stream()).findFirst();
  }
}
