package dev.hearth.e2e;

import dev.hearth.dispatcher.main.DispatcherMain;

/** What a dispatcher's process of the test farm runs. */
final class DispatcherMainProcess {
  private DispatcherMainProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    DispatcherMain.run(System.getenv());
  }
}
