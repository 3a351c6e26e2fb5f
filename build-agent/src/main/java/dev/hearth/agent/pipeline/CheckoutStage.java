package dev.hearth.agent.pipeline;

import dev.hearth.agent.StageFailure;
import dev.hearth.agent.attempts.RunningAttempt;
import dev.hearth.agent.checkout.Checkout;
import dev.hearth.agent.checkout.CheckoutRequest;
import dev.hearth.agent.checkout.CommitFiles;
import dev.hearth.agent.checkout.GitMirrors;
import dev.hearth.agent.checkout.ProtectedBranches;
import dev.hearth.agent.checkout.Protection;
import dev.hearth.agent.compile.BuildUser;
import dev.hearth.agent.secrets.AttemptSecrets;
import dev.hearth.agent.secrets.AttemptSecrets.GitSecret;
import dev.hearth.gitclient.GitAccess;
import dev.hearth.gitclient.GitCredential;
import dev.hearth.protocol.BuildRequest;
import dev.hearth.protocol.Recipe;
import dev.hearth.protocol.TaskOrder;
import java.io.IOException;
import java.nio.file.Path;

/** Brings the commit into the workspace, and finds out whether it is protected. */
final class CheckoutStage {
  private final GitMirrors mirrors;
  private final Checkout checkout;
  private final ProtectedBranches branches;

  CheckoutStage(GitMirrors mirrors, GitAccess access) {
    this.mirrors = mirrors;
    this.checkout = new Checkout(mirrors, access);
    this.branches = new ProtectedBranches(mirrors, access);
  }

  Sources run(RunningAttempt attempt, AttemptSecrets secrets, Workspaces.Workspace workspace)
      throws InterruptedException {
    TaskOrder task = attempt.task();
    CheckoutRequest request = request(task, secrets);
    checkout.run(request, workspace.sources(), attempt.log());
    giveToBuildUser(workspace.sources());
    Protection protection =
        branches.check(request, task.recipe().protectedBranches(), attempt.log());
    attempt.log().line(sentence(protection));
    return done(task, workspace, protection instanceof Protection.Protected);
  }

  /** What an earlier process has brought there. */
  Sources done(TaskOrder task, Workspaces.Workspace workspace, boolean isProtected) {
    var files = new CommitFiles(mirrors, task.request().project(), task.request().commit());
    return new Sources(workspace.sources(), files, isProtected);
  }

  private static CheckoutRequest request(TaskOrder task, AttemptSecrets secrets) {
    BuildRequest request = task.request();
    Recipe recipe = task.recipe();
    return new CheckoutRequest(
        request.project(),
        recipe.gitUrl(),
        secrets.git().map(CheckoutStage::credential).orElseGet(GitCredential::none),
        request.ref(),
        request.commit(),
        recipe.depth(),
        recipe.submodules(),
        recipe.limits().disk());
  }

  private static GitCredential credential(GitSecret secret) {
    return switch (secret) {
      case GitSecret.Password(String username, String password) ->
          new GitCredential.UserPassword(username, password);
      case GitSecret.SshKey(String key, String knownHosts) ->
          new GitCredential.SshKey(key, knownHosts);
    };
  }

  private static void giveToBuildUser(Path sources) {
    try {
      BuildUser.own(sources);
    } catch (IOException e) {
      throw StageFailure.infrastructure(
          "tried to give the work tree to the build's user but %s; the agent must run as root"
              .formatted(e),
          e);
    }
  }

  private static String sentence(Protection protection) {
    return switch (protection) {
      case Protection.Protected(String branch) -> "protected: the commit is in " + branch;
      case Protection.Unprotected(String reason) -> "not protected: " + reason;
    };
  }
}
