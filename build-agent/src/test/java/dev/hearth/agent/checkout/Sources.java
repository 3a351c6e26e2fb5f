package dev.hearth.agent.checkout;

import dev.hearth.git.GitRepository;
import dev.hearth.git.GitServer;
import dev.hearth.git.GitServerConfig;
import dev.hearth.git.RecordedRequests;
import dev.hearth.gitclient.GitAccess;
import dev.hearth.gitclient.GitCredential;
import dev.hearth.protocol.Commit;
import dev.hearth.protocol.GitUrlPolicy;
import dev.hearth.protocol.ProjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** A Git server with one repository, and a host that checks it out. */
final class Sources implements AutoCloseable {
  static final long PLENTY = 1L << 30;

  final ProjectId project = ProjectId.random();
  final RecordedRequests requests = new RecordedRequests();
  final LogLines log = new LogLines();
  final GitRepository repository;
  final GitServer server;
  final GitMirrors mirrors;
  private final Path scratch;
  private final Set<String> exceptions = new HashSet<>();
  private int trees;

  private Sources(Path scratch, GitServerConfig config) {
    this.scratch = scratch;
    this.repository = GitRepository.create(config.root(), "team/app.git");
    try {
      this.server = GitServer.start(config, requests);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.mirrors = new GitMirrors(scratch.resolve("mirrors"));
    allow(server.url("x.git"));
  }

  static Sources open(Path scratch) {
    return new Sources(scratch, GitServerConfig.of(scratch.resolve("served")));
  }

  static Sources onlyFor(Path scratch, String user, String password) {
    GitServerConfig config = GitServerConfig.of(scratch.resolve("served"));
    return new Sources(scratch, config.onlyFor(user, password));
  }

  void allow(URI server) {
    exceptions.add(server.getAuthority());
  }

  GitAccess access() {
    return GitAccess.of(new GitUrlPolicy(Set.of(), exceptions));
  }

  String url() {
    return server.url("team/app.git").toString();
  }

  Path mirror() {
    return scratch.resolve("mirrors").resolve(project.value()).resolve("project.git");
  }

  CheckoutRequest request(String ref, String commit, int depth) {
    return new CheckoutRequest(
        project, url(), GitCredential.none(), ref, new Commit(commit), depth, true, PLENTY);
  }

  /** Checks out into a directory of its own. */
  Path checkOut(CheckoutRequest request) throws InterruptedException {
    Path tree = scratch.resolve("tree-" + ++trees);
    new Checkout(mirrors, access()).run(request, tree, log);
    return tree;
  }

  Path checkOut(String ref, String commit, int depth) throws InterruptedException {
    return checkOut(request(ref, commit, depth));
  }

  CommitFiles files(String commit) {
    return new CommitFiles(mirrors, project, new Commit(commit));
  }

  /** What the real Git says in a directory. */
  static String git(Path directory, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
      builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
