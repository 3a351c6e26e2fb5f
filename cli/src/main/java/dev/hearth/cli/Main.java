package dev.hearth.cli;

import dev.hearth.cli.commands.ActivityCommand;
import dev.hearth.cli.commands.AgentCommand;
import dev.hearth.cli.commands.AgentJoinCommand;
import dev.hearth.cli.commands.AgentRotateCommand;
import dev.hearth.cli.commands.AgentsCommand;
import dev.hearth.cli.commands.AgentsCordonCommand;
import dev.hearth.cli.commands.AgentsRevokeCommand;
import dev.hearth.cli.commands.AgentsRotateCommand;
import dev.hearth.cli.commands.AgentsTokenCommand;
import dev.hearth.cli.commands.AgentsUncordonCommand;
import dev.hearth.cli.commands.AnnouncementsAddCommand;
import dev.hearth.cli.commands.AnnouncementsChangeCommand;
import dev.hearth.cli.commands.AnnouncementsCommand;
import dev.hearth.cli.commands.AnnouncementsRemoveCommand;
import dev.hearth.cli.commands.BackupCommand;
import dev.hearth.cli.commands.BenchCommand;
import dev.hearth.cli.commands.BuildCommand;
import dev.hearth.cli.commands.BuildsCommand;
import dev.hearth.cli.commands.CancelCommand;
import dev.hearth.cli.commands.Connections;
import dev.hearth.cli.commands.DeliveriesCommand;
import dev.hearth.cli.commands.DemoCommand;
import dev.hearth.cli.commands.DispatcherCommand;
import dev.hearth.cli.commands.DoctorCommand;
import dev.hearth.cli.commands.DownCommand;
import dev.hearth.cli.commands.GameDayCommand;
import dev.hearth.cli.commands.GitServerCommand;
import dev.hearth.cli.commands.HearthCommand;
import dev.hearth.cli.commands.HookSecretsCommand;
import dev.hearth.cli.commands.HookSecretsListCommand;
import dev.hearth.cli.commands.HookSecretsMakeCommand;
import dev.hearth.cli.commands.HookSecretsRemoveCommand;
import dev.hearth.cli.commands.ImagesCommand;
import dev.hearth.cli.commands.ImagesDeleteCommand;
import dev.hearth.cli.commands.ImagesOpenCommand;
import dev.hearth.cli.commands.ImagesRulesCommand;
import dev.hearth.cli.commands.LoginCommand;
import dev.hearth.cli.commands.LogoutCommand;
import dev.hearth.cli.commands.LogsCommand;
import dev.hearth.cli.commands.MembersCommand;
import dev.hearth.cli.commands.MembersListCommand;
import dev.hearth.cli.commands.MembersRemoveCommand;
import dev.hearth.cli.commands.MembersSetCommand;
import dev.hearth.cli.commands.PasswordCommand;
import dev.hearth.cli.commands.ProjectCommand;
import dev.hearth.cli.commands.ProjectCreateCommand;
import dev.hearth.cli.commands.ProjectDeleteCommand;
import dev.hearth.cli.commands.ProjectListCommand;
import dev.hearth.cli.commands.ProjectShowCommand;
import dev.hearth.cli.commands.ProjectUpdateCommand;
import dev.hearth.cli.commands.PromoteCommand;
import dev.hearth.cli.commands.QuotasCommand;
import dev.hearth.cli.commands.QuotasRemoveCommand;
import dev.hearth.cli.commands.QuotasSetCommand;
import dev.hearth.cli.commands.QuotasShowCommand;
import dev.hearth.cli.commands.RegistryCommand;
import dev.hearth.cli.commands.RegistryGcCommand;
import dev.hearth.cli.commands.RestartCommand;
import dev.hearth.cli.commands.RestoreCommand;
import dev.hearth.cli.commands.StatusCommand;
import dev.hearth.cli.commands.TestsCommand;
import dev.hearth.cli.commands.TokensCommand;
import dev.hearth.cli.commands.TokensCreateCommand;
import dev.hearth.cli.commands.TokensRevokeCommand;
import dev.hearth.cli.commands.UpCommand;
import dev.hearth.cli.commands.UsersAddCommand;
import dev.hearth.cli.commands.UsersChangeCommand;
import dev.hearth.cli.commands.UsersCommand;
import dev.hearth.cli.commands.VersionCommand;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import dev.hearth.protocol.settings.SettingsException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The one program, {@code hearth}: wires the subcommands and turns failures into words. */
public final class Main {
  private Main() {}

  /** Exit status 0, 1 when the command failed, 2 when it was called wrongly. */
  public static void main(String[] arguments) {
    System.exit(run(Terminal.ofProcess(), arguments));
  }

  static int run(Terminal terminal, String... arguments) {
    Connections connections = new Connections(terminal);
    CommandLine project =
        new CommandLine(new ProjectCommand())
            .addSubcommand(new ProjectCreateCommand(connections))
            .addSubcommand(new ProjectShowCommand(connections))
            .addSubcommand(new ProjectListCommand(connections))
            .addSubcommand(new ProjectUpdateCommand(connections))
            .addSubcommand(new ProjectDeleteCommand(connections));
    CommandLine agents =
        new CommandLine(new AgentsCommand(connections))
            .addSubcommand(new AgentsTokenCommand(connections))
            .addSubcommand(new AgentsRotateCommand(connections))
            .addSubcommand(new AgentsRevokeCommand(connections))
            .addSubcommand("cordon", new AgentsCordonCommand(connections, "cordon"))
            .addSubcommand("drain", new AgentsCordonCommand(connections, "drain"))
            .addSubcommand(new AgentsUncordonCommand(connections));
    CommandLine agent =
        new CommandLine(new AgentCommand(terminal))
            .addSubcommand(new AgentJoinCommand(terminal))
            .addSubcommand(new AgentRotateCommand(terminal));
    CommandLine images =
        new CommandLine(new ImagesCommand(connections))
            .addSubcommand(new ImagesDeleteCommand(connections))
            .addSubcommand(new ImagesOpenCommand(connections))
            .addSubcommand(new ImagesRulesCommand(connections));
    CommandLine hearth =
        new CommandLine(new HearthCommand())
            .addSubcommand(new UpCommand(terminal))
            .addSubcommand(new StatusCommand(connections))
            .addSubcommand(new DownCommand(terminal))
            .addSubcommand(new RestartCommand(terminal))
            .addSubcommand(new DemoCommand(terminal))
            .addSubcommand(new LoginCommand(terminal))
            .addSubcommand(new LogoutCommand(terminal))
            .addSubcommand(new PasswordCommand(connections))
            .addSubcommand(tokens(connections))
            .addSubcommand(users(connections))
            .addSubcommand(members(connections))
            .addSubcommand(hookSecrets(connections))
            .addSubcommand(new ActivityCommand(connections))
            .addSubcommand(announcements(connections))
            .addSubcommand(quotas(connections))
            .addSubcommand(project)
            .addSubcommand(new BuildCommand(connections))
            .addSubcommand(new BuildsCommand(connections))
            .addSubcommand(new LogsCommand(connections))
            .addSubcommand(new TestsCommand(connections))
            .addSubcommand(new CancelCommand(connections))
            .addSubcommand(new DeliveriesCommand(connections))
            .addSubcommand(new DoctorCommand(connections))
            .addSubcommand(new BackupCommand(terminal))
            .addSubcommand(new RestoreCommand(terminal))
            .addSubcommand(images)
            .addSubcommand(
                new CommandLine(new RegistryCommand())
                    .addSubcommand(new RegistryGcCommand(terminal)))
            .addSubcommand(new PromoteCommand(connections))
            .addSubcommand(agents)
            .addSubcommand(new BenchCommand(terminal))
            .addSubcommand(new GameDayCommand(terminal))
            .addSubcommand(new DispatcherCommand(terminal))
            .addSubcommand(agent)
            .addSubcommand(new GitServerCommand(terminal))
            .addSubcommand(new VersionCommand(terminal));
    return hearth
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler((failure, _, _) -> tell(terminal, failure))
        .execute(arguments);
  }

  private static CommandLine tokens(Connections connections) {
    return new CommandLine(new TokensCommand(connections))
        .addSubcommand("list", new TokensCommand(connections))
        .addSubcommand(new TokensCreateCommand(connections))
        .addSubcommand(new TokensRevokeCommand(connections));
  }

  private static CommandLine members(Connections connections) {
    return new CommandLine(new MembersCommand())
        .addSubcommand(new MembersListCommand(connections))
        .addSubcommand(new MembersSetCommand(connections))
        .addSubcommand(new MembersRemoveCommand(connections));
  }

  private static CommandLine announcements(Connections connections) {
    return new CommandLine(new AnnouncementsCommand(connections))
        .addSubcommand("list", new AnnouncementsCommand(connections))
        .addSubcommand(new AnnouncementsAddCommand(connections))
        .addSubcommand(new AnnouncementsChangeCommand(connections))
        .addSubcommand(new AnnouncementsRemoveCommand(connections));
  }

  private static CommandLine quotas(Connections connections) {
    return new CommandLine(new QuotasCommand(connections))
        .addSubcommand("list", new QuotasCommand(connections))
        .addSubcommand(new QuotasShowCommand(connections))
        .addSubcommand(new QuotasSetCommand(connections))
        .addSubcommand(new QuotasRemoveCommand(connections));
  }

  private static CommandLine hookSecrets(Connections connections) {
    return new CommandLine(new HookSecretsCommand())
        .addSubcommand(new HookSecretsListCommand(connections))
        .addSubcommand(new HookSecretsMakeCommand(connections))
        .addSubcommand(new HookSecretsRemoveCommand(connections));
  }

  private static CommandLine users(Connections connections) {
    return new CommandLine(new UsersCommand(connections))
        .addSubcommand("list", new UsersCommand(connections))
        .addSubcommand(new UsersAddCommand(connections))
        .addSubcommand("block", new UsersChangeCommand(connections, "blocked", true, "is blocked"))
        .addSubcommand(
            "unblock", new UsersChangeCommand(connections, "blocked", false, "is not blocked"))
        .addSubcommand(
            "operator", new UsersChangeCommand(connections, "operator", true, "runs the pool"))
        .addSubcommand(
            "no-operator",
            new UsersChangeCommand(connections, "operator", false, "does not run the pool"));
  }

  private static int tell(Terminal terminal, Exception failure) {
    terminal.out().flush();
    switch (failure) {
      case CommandFailure known -> terminal.say(known.sentence());
      case SettingsException refused -> refused.problems().forEach(terminal::say);
      case Exception unforeseen ->
          terminal.say(
              "failed unforeseen, which is a fault of this program: %s".formatted(unforeseen));
    }
    return 1;
  }
}
