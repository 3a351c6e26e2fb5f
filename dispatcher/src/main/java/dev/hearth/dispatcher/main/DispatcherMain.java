package dev.hearth.dispatcher.main;

import dev.hearth.dispatcher.DispatcherConfig;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code hearth dispatcher}: runs in the foreground until it is told to end. */
public final class DispatcherMain {
  private static final Logger log = LoggerFactory.getLogger(DispatcherMain.class);

  private DispatcherMain() {}

  /**
   * Runs until SIGTERM or SIGINT.
   *
   * @throws dev.hearth.protocol.settings.SettingsException with all that is wrong
   * @throws RuntimeException with a sentence for the operator if it cannot start
   */
  public static void run(Map<String, String> environment) throws InterruptedException {
    DispatcherConfig config = DispatcherConfig.of(environment);
    Dispatcher dispatcher = Dispatcher.start(config);
    Thread closing = new Thread(dispatcher::close, "closing");
    Runtime.getRuntime().addShutdownHook(closing);
    log.atInfo().addKeyValue("url", config.url()).log("dispatcher is ready");
    new CountDownLatch(1).await();
  }
}
