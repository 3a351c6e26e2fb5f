package dev.hearth.agent.logs;

import dev.hearth.protocol.AttemptId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs in spools under one folder, {@code {folder}/{attempt}}, each delivered to a receiver while
 * it grows. What an earlier process did not deliver is delivered by this one.
 */
public final class SpooledLogs implements AttemptLogs, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpooledLogs.class);

  private final Path folder;
  private final LogReceiver receiver;
  private final Map<AttemptId, LogDelivery> deliveries = new ConcurrentHashMap<>();

  public SpooledLogs(Path folder, LogReceiver receiver) {
    this.folder = folder;
    this.receiver = receiver;
  }

  @Override
  public void deliverLeftovers(Set<AttemptId> goingOn) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> spools = Files.list(folder)) {
      spools.forEach(spool -> deliverLeftover(spool, goingOn));
    } catch (IOException e) {
      throw new UncheckedIOException("tried to list the log spools in " + folder, e);
    }
  }

  @Override
  public void deliverLeftover(AttemptId attempt) {
    Path spool = folder.resolve(attempt.toString());
    if (LogSpool.isIn(spool)) {
      deliverLeftover(spool, Set.of());
    }
  }

  private void deliverLeftover(Path spoolFolder, Set<AttemptId> goingOn) {
    try {
      var attempt = AttemptId.parse(spoolFolder.getFileName().toString());
      if (goingOn.contains(attempt) || deliveries.containsKey(attempt)) {
        return;
      }
      var spool = LogSpool.reopen(spoolFolder);
      if (!spool.isSealed()) {
        new SpooledLog(spool).line("== the agent was started anew, what ran before is gone");
        spool.seal();
      }
      deliver(attempt, spool);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      log.atWarn().addKeyValue("spool", spoolFolder).setCause(e).log("a log spool is left alone");
    }
  }

  @Override
  public AttemptLog open(AttemptId attempt, long limit) {
    return delivered(attempt, LogSpool.create(folder.resolve(attempt.toString()), limit));
  }

  @Override
  public AttemptLog resume(AttemptId attempt, long limit) {
    Path spool = folder.resolve(attempt.toString());
    return LogSpool.isIn(spool) ? delivered(attempt, LogSpool.reopen(spool)) : open(attempt, limit);
  }

  private AttemptLog delivered(AttemptId attempt, LogSpool spool) {
    deliver(attempt, spool);
    return new SpooledLog(spool);
  }

  private void deliver(AttemptId attempt, LogSpool spool) {
    var delivery = new LogDelivery(attempt, spool, receiver, () -> deliveries.remove(attempt));
    deliveries.put(attempt, delivery);
    delivery.start();
  }

  @Override
  public boolean awaitDelivered(AttemptId attempt, Duration atMost) throws InterruptedException {
    LogDelivery delivery = deliveries.get(attempt);
    return delivery == null || delivery.await(atMost);
  }

  @Override
  public long lengthOf(AttemptId attempt) {
    LogDelivery delivery = deliveries.get(attempt);
    return delivery == null ? 0 : delivery.spool().length();
  }

  /** What is not delivered stays on disk. */
  @Override
  public void close() {
    deliveries.values().forEach(LogDelivery::close);
  }
}
