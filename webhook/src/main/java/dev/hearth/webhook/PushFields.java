package dev.hearth.webhook;

import java.util.List;
import java.util.Optional;

/** Makes an outcome of what a push says, the same for all Git hosts. */
final class PushFields {
  private static final int LONGEST_TEXT = 512;

  private PushFields() {}

  /**
   * @param commitField by which name the sender gives the commit of an annotated tag
   * @param commit empty: what the ref points at
   */
  static HookOutcome outcome(
      HookFields fields,
      GitHostProject repository,
      String commitField,
      Optional<String> commit,
      Optional<String> user) {
    String ref = fields.find("ref").orElse("");
    String after = fields.find("after").orElse("");
    String before = fields.find("before").orElse("0".repeat(after.length()));
    String built = commit.orElse(after);
    if (!GitRefs.isValid(ref)) {
      return malformed(repository, "its ref is not a name that Git would take");
    }
    if (!GitRefs.isBranchOrTag(ref)) {
      return new HookOutcome.NotInteresting(repository, ref + " is neither a branch nor a tag");
    }
    if (!GitRefs.isHash(after) || !GitRefs.isHash(before)) {
      return malformed(repository, "before and after are not both 40 or 64 lower-case hex digits");
    }
    if (GitRefs.isZero(after)) {
      return new HookOutcome.Deleted(repository, ref);
    }
    if (!GitRefs.isHash(built) || GitRefs.isZero(built)) {
      return malformed(repository, commitField + " is no commit");
    }
    return new HookOutcome.Push(
        new PushEvent(repository, ref, before, built, plain(user.orElse(""))));
  }

  static GitHostProject repository(
      HookFields fields, List<String> urls, List<String> ids, String path) {
    List<GitUrl> known =
        urls.stream()
            .flatMap(name -> fields.find(name).stream())
            .distinct()
            .flatMap(url -> GitUrl.find(url).stream())
            .distinct()
            .toList();
    String id =
        ids.stream()
            .flatMap(name -> fields.find(name).stream())
            .findFirst()
            .filter(number -> number.matches("[0-9]{1,18}"))
            .orElse(null);
    return new GitHostProject(id, known, plain(fields.find(path).orElse("")));
  }

  /** A sound event of another kind. */
  static HookOutcome other(GitHostProject repository, String kind) {
    return new HookOutcome.NotInteresting(
        repository,
        kind.isEmpty()
            ? "the event does not say what it is"
            : "a " + plain(kind) + " event asks for no build");
  }

  private static HookOutcome malformed(GitHostProject repository, String why) {
    return new HookOutcome.Malformed(repository, "tried to read a push but " + why);
  }

  /** Without control characters and of bounded length: it is shown to people. */
  private static String plain(String text) {
    return text.codePoints()
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
        .limit(LONGEST_TEXT)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
