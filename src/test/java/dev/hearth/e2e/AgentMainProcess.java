package dev.hearth.e2e;

import dev.hearth.agent.AgentConfig;
import dev.hearth.agent.AgentMain;

/** What an agent's process of the test farm runs. */
final class AgentMainProcess {
  private AgentMainProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.exit(AgentMain.run(AgentConfig.read(System.getenv())));
  }
}
