package dev.hearth.agent.compile;

import dev.hearth.agent.StageFailure;
import dev.hearth.protocol.AttemptId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how much disk a build uses more than it found: every two seconds, and more rarely where
 * measuring takes long, so that it never takes more than a tenth of a processor.
 */
final class DiskWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DiskWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final Thread thread;

  private DiskWatch(Thread thread) {
    this.thread = thread;
  }

  /**
   * @param folders the workspace first, which counts whole; of the others only what is added
   * @param memory knows what the others held at first where an earlier process has measured it
   */
  static DiskWatch start(
      AttemptId attempt,
      List<Path> folders,
      long most,
      ContainerMemory memory,
      Consumer<StageFailure> over) {
    return new DiskWatch(
        Thread.ofVirtual()
            .name("disk of " + attempt)
            .start(() -> watch(attempt, folders, most, memory, over)));
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private static void watch(
      AttemptId attempt,
      List<Path> folders,
      long most,
      ContainerMemory memory,
      Consumer<StageFailure> over) {
    try {
      long found = found(folders.subList(1, folders.size()), memory);
      while (true) {
        long began = System.nanoTime();
        if (usedOver(attempt, folders, found, most)) {
          over.accept(
              StageFailure.user(
                  "used more than its %s of disk; the project's limit can be raised"
                      .formatted(Bytes.text(most))));
          return;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Duration rest = took.multipliedBy(10);
        Thread.sleep(rest.compareTo(INTERVAL) > 0 ? rest : INTERVAL);
      }
    } catch (StageFailure e) {
      over.accept(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("attempt", attempt)
          .addKeyValue("cause", e.toString())
          .log("the disk of a build cannot be measured any more");
    }
  }

  private static long found(List<Path> folders, ContainerMemory memory) throws IOException {
    OptionalLong known = memory.diskBefore();
    if (known.isPresent()) {
      return known.getAsLong();
    }
    long found = measure(folders);
    memory.keepDiskBefore(found);
    return found;
  }

  /** What a build does to its folders meanwhile must not end the watch: it is measured again. */
  private static boolean usedOver(AttemptId attempt, List<Path> folders, long found, long most) {
    try {
      return measure(folders) - found > most;
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("attempt", attempt)
          .addKeyValue("cause", e.toString())
          .log("the disk of a build cannot be measured now");
      return false;
    }
  }

  private static long measure(List<Path> folders) throws IOException {
    long sum = 0;
    for (Path folder : folders) {
      sum += DiskUse.of(folder);
    }
    return sum;
  }
}
