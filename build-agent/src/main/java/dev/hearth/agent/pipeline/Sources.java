package dev.hearth.agent.pipeline;

import dev.hearth.agent.checkout.CommitFiles;
import java.nio.file.Path;

/**
 * A commit on this host.
 *
 * @param workTree belongs to the build once it compiles: then nothing in it is trusted
 * @param files as the commit has them
 * @param isProtected whether the remote says so
 */
record Sources(Path workTree, CommitFiles files, boolean isProtected) {}
