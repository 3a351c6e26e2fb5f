package dev.hearth.agent.results;

import dev.hearth.protocol.AttemptId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Test results on their way, {@code {folder}/{attempt}.json}, each until a dispatcher has it or a
 * day has passed; no build waits for that. What an earlier process did not deliver is delivered by
 * this one. Safe for use by many threads.
 */
public final class TestResultOutbox implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TestResultOutbox.class);
  private static final String SUFFIX = ".json";
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofDays(1);

  private final Path folder;
  private final TestResultReceiver receiver;
  private final Set<Thread> deliveries = ConcurrentHashMap.newKeySet();

  public TestResultOutbox(Path folder, TestResultReceiver receiver) {
    this.folder = folder;
    this.receiver = receiver;
  }

  /** Keeps them on disk and begins to deliver them. What can't be kept is told and dropped. */
  void put(AttemptId attempt, byte[] results) {
    Path aside = folder.resolve(attempt + ".new");
    try {
      Files.createDirectories(folder);
      Files.write(aside, results);
      Files.move(aside, file(attempt), StandardCopyOption.ATOMIC_MOVE);
      deliver(attempt);
    } catch (IOException e) {
      log.atWarn().addKeyValue("attempt", attempt).setCause(e).log("can't keep test results");
    }
  }

  /** Delivers in the background what an earlier process left. */
  public void deliverLeftovers() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        leftover(file);
      }
    } catch (IOException e) {
      log.atWarn().addKeyValue("folder", folder).setCause(e).log("can't list test results");
    }
  }

  private void leftover(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (!name.endsWith(SUFFIX)) {
      Files.delete(file);
      return;
    }
    try {
      deliver(AttemptId.parse(name.substring(0, name.length() - SUFFIX.length())));
    } catch (IllegalArgumentException e) {
      log.atWarn().addKeyValue("file", file).log("this is no attempt's, and is left alone");
    }
  }

  private Path file(AttemptId attempt) {
    return folder.resolve(attempt + SUFFIX);
  }

  private void deliver(AttemptId attempt) {
    Thread thread =
        Thread.ofVirtual()
            .name("test results of " + attempt)
            .unstarted(() -> {
              try {
                run(attempt);
              } finally {
                deliveries.remove(Thread.currentThread());
              }
            });
    deliveries.add(thread);
    thread.start();
  }

  private void run(AttemptId attempt) {
    try {
      deliverUntil(System.nanoTime() + PATIENCE.toNanos(), attempt);
      Files.deleteIfExists(file(attempt));
    } catch (NoSuchFileException e) {
      log.atDebug().addKeyValue("attempt", attempt).log("were delivered before");
    } catch (IOException e) {
      log.atWarn().addKeyValue("attempt", attempt).setCause(e).log("can't read test results");
    } catch (InterruptedException e) {
      log.atDebug().addKeyValue("attempt", attempt).log("delivery of test results is put off");
    }
  }

  private void deliverUntil(long giveUp, AttemptId attempt)
      throws IOException, InterruptedException {
    for (Duration pause = FIRST_PAUSE; ; pause = next(pause)) {
      byte[] results = Files.readAllBytes(file(attempt));
      try {
        if (!receiver.put(attempt, results)) {
          log.atWarn().addKeyValue("attempt", attempt).log("test results are not wanted");
        }
        return;
      } catch (IOException e) {
        log.atWarn()
            .addKeyValue("attempt", attempt)
            .addKeyValue("cause", e.toString())
            .log("test results were not taken");
        if (System.nanoTime() > giveUp) {
          return;
        }
      }
      Thread.sleep(pause);
    }
  }

  private static Duration next(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  /** What is not delivered stays on disk. */
  @Override
  public void close() {
    deliveries.forEach(Thread::interrupt);
  }
}
