package dev.hearth.agent.checkout;

import dev.hearth.gitclient.GitCredential;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.ProjectId;

/**
 * What to check out, and from where.
 *
 * @param ref the full name, {@code refs/heads/…} or {@code refs/tags/…}; empty for a bare commit
 * @param depth how many commits deep the work tree's history is; 0: all of it
 * @param maxBytes what the files of the commit and of its submodules may have together
 */
public record CheckoutRequest(
    ProjectId project,
    String gitUrl,
    GitCredential credential,
    String ref,
    Commit commit,
    int depth,
    boolean submodules,
    long maxBytes) {}
