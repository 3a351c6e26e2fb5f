package dev.hearth.agent.attempts;

import dev.hearth.agent.registration.Registration;
import dev.hearth.protocol.etcd.EtcdUnavailableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds every attempt before this agent's lease can have ended, and lets it go when the agent is
 * registered and the attempt's task still stands. Safety rests on the fences and not on this loop:
 * it spares the world what would be done in vain.
 */
public final class LeaseGuard implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaseGuard.class);

  /** How long before the lease can have ended. */
  private static final Duration MARGIN = Duration.ofSeconds(3);

  private static final Duration LOOK = Duration.ofMillis(200);

  private final Registration registration;
  private final TaskLoop tasks;
  private final Duration kill;
  private final Thread thread = Thread.ofVirtual().name("lease guard").unstarted(this::run);
  private long heldSince;
  private boolean holding;

  /**
   * @param kill how long attempts are held before they are ended
   */
  public LeaseGuard(Registration registration, TaskLoop tasks, Duration kill) {
    this.registration = registration;
    this.tasks = tasks;
    this.kill = kill;
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        look();
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      log.atDebug().log("the lease is not watched any more");
    }
  }

  private void look() {
    boolean safe = registration.remaining().compareTo(MARGIN.plus(LOOK)) > 0;
    if (!safe) {
      hold();
    } else if (holding) {
      letGo();
    }
  }

  private void hold() {
    if (!holding) {
      holding = true;
      heldSince = System.nanoTime();
      log.atWarn().log("the lease may end before it is renewed: attempts are held");
    }
    tasks.attempts().forEach(Attempt::hold);
    if (System.nanoTime() - heldSince > kill.toNanos()) {
      tasks.attempts().forEach(attempt -> attempt.cutOff(kill));
    }
  }

  private void letGo() {
    try {
      tasks.attempts().forEach(Attempt::letGo);
      holding = false;
      log.atInfo().log("the lease is safe again: attempts go on");
    } catch (EtcdUnavailableException e) {
      log.atDebug().addKeyValue("cause", e.getMessage()).log("attempts stay held");
    }
  }
}
