package dev.hearth.cli.commands;

import dev.hearth.cli.farm.LocalFarm;
import dev.hearth.cli.terminal.Terminal;
import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.backup.Backup;
import dev.hearth.dispatcher.backup.Manifest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hearth backup FILE}. */
@Command(
    name = "backup",
    description =
        "Write database, keys, logs and settings of the farm to one file. To be run where a"
            + " dispatcher runs, with its settings; the farm goes on meanwhile.",
    mixinStandardHelpOptions = true)
public final class BackupCommand implements Runnable {
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "Like farm.tar.gz; must not be there yet.")
  private Path file;

  @Option(names = "--without-logs", description = "Leave the builds' logs out.")
  private boolean withoutLogs;

  public BackupCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Map<String, String> environment =
        LocalFarm.of(terminal).dispatcherEnvironment(terminal.environment());
    try {
      DispatcherConfig config = DispatcherConfig.of(environment);
      Manifest manifest =
          new Backup(config, environment, Version.text(), Clock.systemUTC())
              .write(file, !withoutLogs);
      terminal
          .out()
          .println(
              "wrote %s: %d tables, %d pieces of logs; it holds the farm's secrets, keep it safe"
                  .formatted(file, manifest.tables().size(), manifest.logs()));
      manifest.underWay().forEach(build -> terminal.out().println("under way: " + build));
    } catch (RuntimeException e) {
      throw Daemons.refused(e);
    }
  }
}
