package dev.hearth.cli.commands;

import dev.hearth.cli.client.FarmClient;
import dev.hearth.cli.client.Login;
import dev.hearth.cli.client.RefusedException;
import dev.hearth.cli.terminal.CommandFailure;
import dev.hearth.cli.terminal.Terminal;
import picocli.CommandLine.Command;

/** {@code hearth logout}. */
@Command(
    name = "logout",
    description = "Forget what hearth login kept; a token that it made is revoked.",
    mixinStandardHelpOptions = true)
public final class LogoutCommand implements Runnable {
  private final Terminal terminal;

  public LogoutCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    Login login = Login.of(terminal);
    if (!login.tokenId().isEmpty()) {
      revoke(login);
    }
    terminal.out().println(login.forget() ? "logged out" : "was not logged in");
  }

  /**
   * What the farm does not know any more, or can't be asked about, is forgotten here all the same.
   */
  private void revoke(Login login) {
    try (FarmClient farm = new Connections(terminal).client(login.find().orElseThrow())) {
      farm.delete("/api/v1/me/tokens/" + FarmClient.part(login.tokenId()));
    } catch (RefusedException e) {
      if (e.status() != 401 && e.status() != 404) {
        throw e;
      }
    } catch (CommandFailure e) {
      terminal.say(e.sentence() + "; the token is good until it ends, or is revoked");
    }
  }
}
