package dev.hearth.cli.commands;

import dev.hearth.cli.farm.LocalFarm;
import dev.hearth.cli.terminal.Terminal;
import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.backup.Manifest;
import dev.hearth.dispatcher.backup.Restore;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth restore FILE}. */
@Command(
    name = "restore",
    description =
        "Put a backup into an empty farm, whose settings are in the environment; the database may"
            + " be of the other kind. Start the farm afterwards.",
    mixinStandardHelpOptions = true)
public final class RestoreCommand implements Runnable {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "What hearth backup wrote.")
  private Path file;

  @Option(names = "--force", description = "Also over a farm that is there; it is lost.")
  private boolean force;

  public RestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Map<String, String> environment =
        LocalFarm.of(terminal).dispatcherEnvironment(terminal.environment());
    Manifest manifest;
    try {
      manifest = new Restore(DispatcherConfig.of(environment)).read(file, force);
    } catch (RuntimeException e) {
      throw Daemons.refused(e);
    }
    terminal.out().println("restored the farm as it was at " + manifest.at());
    new TreeMap<>(manifest.settings())
        .forEach((name, value) -> {
          if (!value.equals(environment.get(name))) {
            terminal.out().println("then set, and not or otherwise now: " + name + "=" + value);
          }
        });
    manifest
        .underWay()
        .forEach(build ->
            terminal
                .out()
                .println("was under way, and ends as lost unless etcd still has it: " + build));
  }
}
