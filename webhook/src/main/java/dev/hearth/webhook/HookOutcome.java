package dev.hearth.webhook;

/** What a hook's body turned out to be. Reading never throws: each input is one of these. */
public sealed interface HookOutcome {

  /** Of which repository it speaks; {@link GitHostProject#UNKNOWN} if it does not say. */
  GitHostProject repository();

  /** A branch or tag was made or moved: something may be built. */
  record Push(PushEvent event) implements HookOutcome {
    @Override
    public GitHostProject repository() {
      return event.repository();
    }
  }

  /**
   * A branch or tag is gone: nothing is built.
   *
   * @param ref in full, {@code refs/heads/…} or {@code refs/tags/…}
   */
  record Deleted(GitHostProject repository, String ref) implements HookOutcome {}

  /**
   * A sound event that asks for no build. Answer 200: failures make the Git host switch the hook
   * off.
   */
  record NotInteresting(GitHostProject repository, String reason) implements HookOutcome {}

  /** No JSON, or a push whose facts cannot be true. Answer 400. */
  record Malformed(GitHostProject repository, String reason) implements HookOutcome {}
}
