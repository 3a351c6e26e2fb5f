package dev.hearth.cli.farm;

import dev.hearth.cli.terminal.CommandFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A server of the farm in a container, {@code {farm}-{name}}, on one port of some of this machine's
 * addresses; its data in a volume of the same name.
 *
 * @param addresses on which it listens, by itself where the network is this machine's; the last is
 *     the one that others are told
 * @param setting names the setting of its port
 * @param arguments of {@code docker run} besides: environment and mounts
 * @param command empty: the image's own
 */
record ServerPart(
    FarmSettings farm,
    Docker docker,
    ServersNetwork network,
    String name,
    String image,
    List<String> addresses,
    int port,
    int inside,
    String setting,
    String dataFolder,
    List<String> arguments,
    List<String> command,
    BooleanSupplier ready)
    implements Part {

  String container() {
    return farm.name() + "-" + name;
  }

  String volume() {
    return container();
  }

  @Override
  public String address() {
    return addresses.getLast() + ":" + port;
  }

  @Override
  public boolean isRunning() {
    Docker.Answer answer = docker.ask("inspect", "--format", "{{.State.Running}}", container());
    return answer.succeeded() && answer.out().strip().equals("true");
  }

  /** Unless it is we who listen there. */
  void refuseTakenPort() {
    if (!isRunning()) {
      Ports.refuseTaken(port, setting);
    }
  }

  @Override
  public void start() {
    if (isRunning()) {
      return;
    }
    docker.ask("rm", "-f", container());
    Ports.refuseTaken(port, setting);
    if (!docker.ask("image", "inspect", image).succeeded()) {
      throw new CommandFailure(
          "tried to start %s, but the Docker engine has no image %s; run ./hearth up, which makes it"
              .formatted(container(), image));
    }
    network.ensure(farm, docker);
    List<String> run =
        new ArrayList<>(
            List.of(
                "run",
                "-d",
                "--name",
                container(),
                "--label",
                "dev.hearth.farm=" + farm.name(),
                "--network",
                network.name(),
                "--volume",
                volume() + ":" + dataFolder,
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges",
                "--log-opt",
                "max-size=10m",
                "--log-opt",
                "max-file=2"));
    for (String address : network.isThisMachines() ? List.<String>of() : addresses) {
      run.addAll(List.of("--publish", address + ":" + port + ":" + inside));
    }
    run.addAll(arguments);
    run.add(image);
    run.addAll(command);
    docker.run(run.toArray(String[]::new));
  }

  @Override
  public boolean answers() {
    return ready.getAsBoolean();
  }

  /** At once: every server has on disk what it acknowledged. */
  @Override
  public void stop() {
    docker.ask("rm", "-f", container());
  }

  @Override
  public String tail() {
    Docker.Answer answer = docker.ask("logs", "--tail", "15", container());
    return (answer.out() + answer.err()).strip();
  }
}
