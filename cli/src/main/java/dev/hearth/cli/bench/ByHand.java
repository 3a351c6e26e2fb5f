package dev.hearth.cli.bench;

import dev.hearth.cli.client.Json;
import dev.hearth.cli.client.OwnFile;
import dev.hearth.cli.farm.Farm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/**
 * What the farm does for a commit, typed by hand on the same host: git fetch and checkout, docker
 * run of the builder with a warm cache, docker build, docker push.
 */
final class ByHand {
  private static final String BUILDER = "hearth/maven-jdk17";
  private static final String USER = "10001:10001";

  private final CommandLineTool tool;
  private final Path folder;
  private final String registry;
  private final String container;
  private int runs;

  private ByHand(CommandLineTool tool, Path folder, String registry, String container) {
    this.tool = tool;
    this.folder = folder;
    this.registry = registry;
    this.container = container;
  }

  /**
   * Signs in and clones, as one does once.
   *
   * @param url of the Git repository
   */
  static ByHand prepare(Farm farm, CommandLineTool tool, String url) {
    Path folder = tool.folder();
    String registry = farm.settings().registryAddress();
    var configuration = Json.object();
    configuration
        .putObject("auths")
        .putObject(registry)
        .put(
            "auth",
            Base64.getEncoder()
                .encodeToString(
                    ("admin:" + farm.access().token()).getBytes(StandardCharsets.UTF_8)));
    OwnFile.write(folder.resolve("docker/config.json"), configuration.toString());
    CommandLineTool signedIn =
        tool.with("DOCKER_CONFIG", folder.resolve("docker").toString())
            .with("DOCKER_BUILDKIT", "0");
    signedIn.run("git", "clone", "--quiet", "--mirror", url, "mirror");
    signedIn.run("mkdir", "-p", "m2/repository");
    signedIn.run("chown", "-R", USER, "m2");
    return new ByHand(signedIn, folder, registry, farm.settings().name() + "-by-hand");
  }

  /** Returns nanoseconds. */
  long build(String commit) {
    runs++;
    Path work = folder.resolve("work-" + runs);
    String image = registry + "/by-hand/app:" + commit;
    long began = System.nanoTime();
    tool.run("git", "--git-dir=mirror", "fetch", "--quiet");
    tool.run("git", "clone", "--quiet", "--no-hardlinks", "mirror", work.toString());
    tool.in(work).run("git", "checkout", "--quiet", commit);
    tool.run("chown", "-R", USER, work.toString());
    tool.run(
        "docker",
        "run",
        "--rm",
        "--name",
        container,
        "--user",
        USER,
        "--cap-drop",
        "ALL",
        "--security-opt",
        "no-new-privileges",
        "--cpus",
        "2",
        "--memory",
        "4g",
        "--volume",
        work + ":/workspace",
        "--volume",
        folder.resolve("m2/repository") + ":/home/hearth/.m2/repository",
        "--workdir",
        "/workspace",
        BUILDER,
        "sh",
        "-c",
        RealProject.COMMAND);
    tool.in(work).run("docker", "build", "--quiet", "--pull", "--tag", image, ".");
    tool.run("docker", "push", "--quiet", image);
    long nanos = System.nanoTime() - began;
    tool.run("docker", "rmi", image);
    tool.run("rm", "-rf", work.toString());
    return nanos;
  }
}
