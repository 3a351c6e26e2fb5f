package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.DispatcherConfig;
import dev.hearth.dispatcher.logs.LogDirectoryMark;
import dev.hearth.dispatcher.secrets.AdminToken;
import dev.hearth.dispatcher.secrets.CannotUnsealException;
import dev.hearth.dispatcher.secrets.FarmHookSecret;
import dev.hearth.dispatcher.secrets.FarmKey;
import dev.hearth.dispatcher.secrets.Sealer;
import dev.hearth.dispatcher.secrets.UnusableSecretFileException;
import dev.hearth.dispatcher.sql.Database;
import dev.hearth.dispatcher.sql.FarmIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * What all dispatchers of a farm must have in common: the secret files, made by the first of them
 * and copied to the others by their operator, and the directory of the logs.
 *
 * @param farm its id
 */
record FarmSecrets(
    String farm, FarmKey key, Sealer sealer, AdminToken admin, FarmHookSecret hookSecret) {
  private static final String KEY = "farm.key";
  private static final String ADMIN = "admin-token";
  private static final String HOOKS = "hook-secret";

  /**
   * @throws UnusableSecretFileException if they are not this farm's
   * @throws UnsharedLogsException if the logs are elsewhere
   */
  static FarmSecrets open(DispatcherConfig config, Database database) {
    Path home = config.home();
    boolean shared = config.database().isPostgres();
    FarmIdentity identity = new FarmIdentity(database);
    if (shared && identity.exists()) {
      refuseToMakeOthers(home);
    }
    FarmKey key = FarmKey.open(home.resolve(KEY));
    Sealer sealer = new Sealer(key);
    AdminToken admin = AdminToken.open(home.resolve(ADMIN));
    FarmHookSecret hookSecret = FarmHookSecret.open(home.resolve(HOOKS));
    try {
      String farm =
          shared
              ? withLogs(identity, sealer, new LogDirectoryMark(config.logs()))
              : identity.findOrMake(sealer, UUID.randomUUID().toString());
      return new FarmSecrets(farm, key, sealer, admin, hookSecret);
    } catch (CannotUnsealException e) {
      throw new UnusableSecretFileException(
          "tried to join the farm of "
              + config.database()
              + " but "
              + home.resolve(KEY)
              + " is not its key; copy farm.key, admin-token and hook-secret from another dispatcher"
              + " of the farm, or from its backup",
          e);
    }
  }

  private static void refuseToMakeOthers(Path home) {
    List<String> missing =
        List.of(KEY, ADMIN, HOOKS).stream()
            .filter(name -> !Files.exists(home.resolve(name)))
            .toList();
    if (!missing.isEmpty()) {
      throw new UnusableSecretFileException(
          "tried to join a farm that exists, but there is no "
              + String.join(", no ", missing)
              + " in "
              + home
              + ", and its dispatchers have the same; copy them from another dispatcher, mode 0600");
    }
  }

  private static String withLogs(FarmIdentity identity, Sealer sealer, LogDirectoryMark logs) {
    String farm =
        identity
            .find(sealer)
            .orElseGet(
                () -> identity.findOrMake(sealer, logs.findOrMake(UUID.randomUUID().toString())));
    if (!logs.find().filter(farm::equals).isPresent()) {
      throw new UnsharedLogsException(
          "tried to use the logs in "
              + logs.directory()
              + " but they are not this farm's, whose dispatchers share one directory; set HEARTH_LOGS"
              + " to it. If it is lost, write "
              + farm
              + " into "
              + logs.file());
    }
    return farm;
  }
}
