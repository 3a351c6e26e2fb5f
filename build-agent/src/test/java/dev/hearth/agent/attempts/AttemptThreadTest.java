package dev.hearth.agent.attempts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hearth.agent.StageFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AttemptThreadTest {
  private final AttemptThread control = new AttemptThread();
  private final AtomicInteger tries = new AtomicInteger();
  private final CountDownLatch through = new CountDownLatch(1);

  /** What an image or a push is: it ends when its thread is interrupted, in whatever way. */
  private FutureTask<String> repeating(RunningAttempt.StageWork<String> work) {
    var task =
        new FutureTask<>(() -> {
          control.begin();
          try {
            String result = control.repeating(work);
            return Thread.currentThread().isInterrupted() ? "interrupted" : result;
          } finally {
            control.finish();
          }
        });
    Thread.ofVirtual().start(task);
    return task;
  }

  private String push() throws InterruptedException {
    int number = tries.incrementAndGet();
    through.await();
    return "pushed by try " + number;
  }

  private String pushThatTellsOfItsEndAsAFailure() {
    try {
      return push();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StageFailure.lost("the connection was closed", e);
    }
  }

  @Test
  void workIsBrokenOffWithoutALeaseAndRepeatedWithOne() throws Exception {
    FutureTask<String> task = repeating(this::push);
    await().until(() -> tries.get() == 1);

    control.hold();
    control.hold();
    assertThat(control.isHeld()).isTrue();
    control.letGo();
    await().until(() -> tries.get() == 2);
    control.hold();
    control.letGo();
    await().until(() -> tries.get() == 3);
    through.countDown();

    assertThat(task.get()).isEqualTo("pushed by try 3");
  }

  @Test
  void aFailureThatComesOfBeingBrokenOffIsNone() throws Exception {
    FutureTask<String> task = repeating(this::pushThatTellsOfItsEndAsAFailure);
    await().until(() -> tries.get() == 1);

    control.hold();
    control.letGo();
    through.countDown();

    assertThat(task.get()).isEqualTo("pushed by try 2");
  }

  @Test
  void whileItIsHeldNothingBegins() throws Exception {
    control.hold();
    FutureTask<String> task = repeating(this::push);
    through.countDown();
    await().during(Duration.ofMillis(200)).until(() -> tries.get() == 0);

    control.letGo();

    assertThat(task.get()).isEqualTo("pushed by try 1");
  }

  @RepeatedTest(50)
  void anAttemptThatEndsWhileItIsHeldIsNotRepeated() {
    FutureTask<String> task = repeating(this::push);
    await().until(() -> tries.get() == 1);

    control.hold();
    control.end(new EndCause.TaskGone());
    control.letGo();

    assertThatThrownBy(task::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(tries).hasValue(1);
  }

  @Test
  void workThatFailsByItselfIsNotRepeated() {
    FutureTask<String> task =
        repeating(() -> {
          tries.incrementAndGet();
          throw StageFailure.user("no such file");
        });

    assertThatThrownBy(task::get).hasRootCauseMessage("no such file");
    assertThat(tries).hasValue(1);
  }

  /** JGit does so while it measures a disk. */
  private static void swallowAnInterrupt() {
    try {
      Thread.sleep(Duration.ofSeconds(20));
      throw new AssertionError("nobody interrupted");
    } catch (InterruptedException _) {
      // That is what is bad about it.
    }
  }

  @Test
  void anEndWhoseInterruptWasSwallowedIsSeenBeforeWhatComesNext() throws Exception {
    var task =
        new FutureTask<>(() -> {
          control.begin();
          tries.incrementAndGet();
          swallowAnInterrupt();
          assertThatThrownBy(control::beforeWork).isInstanceOf(InterruptedException.class);
          assertThatThrownBy(() -> control.repeating(this::push))
              .isInstanceOf(InterruptedException.class);
          return control.holding(new Unheld(), this::push);
        });
    Thread.ofVirtual().start(task);
    await().until(() -> tries.get() == 1);

    control.hold();
    control.end(new EndCause.TaskGone());

    assertThatThrownBy(task::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(tries).hasValue(1);
  }

  @Test
  void whatEndsAnAttemptAgainInterruptsWhatItStillWaitsFor() throws Exception {
    var task =
        new FutureTask<>(() -> {
          control.begin();
          return control.holding(
              new Unheld(),
              () -> {
                tries.incrementAndGet();
                swallowAnInterrupt();
                tries.incrementAndGet();
                return push();
              });
        });
    Thread.ofVirtual().start(task);
    await().until(() -> tries.get() == 1);

    control.end(new EndCause.TaskGone());
    await().until(() -> tries.get() == 3);
    control.end(new EndCause.TaskGone());

    assertThatThrownBy(task::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void workThatBeganWhileItWasToBeHeldIsHeldFromThenOn() throws Exception {
    var container = new StartingContainer();
    var task =
        new FutureTask<>(() -> {
          control.begin();
          return control.holding(container, this::push);
        });
    Thread.ofVirtual().start(task);

    await().until(() -> container.paused);
    control.letGo();
    await().until(() -> !container.paused);
    through.countDown();

    assertThat(task.get()).isEqualTo("pushed by try 1");
  }

  /** The lease is in danger while it starts; until it runs, the engine does not pause it. */
  private final class StartingContainer implements EffectGate.Holdable {
    private volatile boolean runs;
    private volatile boolean paused;

    @Override
    public void begin() {
      control.hold();
      await().during(Duration.ofMillis(200)).until(() -> !paused);
      runs = true;
    }

    @Override
    public void hold() {
      paused = runs;
    }

    @Override
    public void letGo() {
      paused = false;
    }
  }

  private record Unheld() implements EffectGate.Holdable {
    @Override
    public void begin() {}

    @Override
    public void hold() {
      throw new AssertionError("nothing is held");
    }

    @Override
    public void letGo() {
      throw new AssertionError("nothing is let go");
    }
  }
}
