package dev.hearth.protocol.etcd;

import io.etcd.jetcd.Client;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of an etcd, of which one is asked until it fails, and then the next. Each has a
 * client of its own, made when it is first asked: one client for all would stay with a member that
 * takes connections and answers nothing, frozen or cut off from the others.
 *
 * <p>A client that had no answer for {@link #RENEWAL} is replaced. gRPC connects again after pauses
 * that grow to two minutes, which cannot be set through jetcd; a client that waits for so long
 * comes too late to keep a lease alive when its member is back. Thread-safe.
 */
final class Members implements AutoCloseable {
  /** Long enough for a connection to be made, short beside a lease. */
  static final Duration RENEWAL = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(Members.class);

  /** How long a client that is no longer asked may take to answer what it was asked before. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final List<String> endpoints;
  private final Function<String, Client> connect;
  private final LongSupplier nanoTime;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private int asked;
  private boolean closed;

  /**
   * One of them.
   *
   * @param watches what is called when it has failed
   * @param failingSince when it failed first after its last answer, in nanoseconds; none while it
   *     answers
   */
  record Member(
      String endpoint,
      Client client,
      Set<Runnable> watches,
      AtomicReference<@Nullable Long> failingSince) {
    Member(String endpoint, Client client) {
      this(endpoint, client, ConcurrentHashMap.newKeySet(), new AtomicReference<>());
    }

    private boolean failsFor(Duration time, long now) {
      Long since = failingSince.compareAndExchange(null, now);
      return since != null && now - since >= time.toNanos();
    }
  }

  /**
   * @param connect makes the client of one member, without asking it anything
   */
  Members(List<String> endpoints, Function<String, Client> connect) {
    // Not all clients of an etcd begin with the same member.
    this(
        endpoints,
        connect,
        System::nanoTime,
        ThreadLocalRandom.current().nextInt(endpoints.size()));
  }

  Members(
      List<String> endpoints, Function<String, Client> connect, LongSupplier nanoTime, int first) {
    this.endpoints = List.copyOf(endpoints);
    this.connect = connect;
    this.nanoTime = nanoTime;
    this.asked = first;
  }

  /** The one to ask now. */
  synchronized Member asked() {
    return members.computeIfAbsent(
        endpoints.get(asked), endpoint -> new Member(endpoint, connect.apply(endpoint)));
  }

  /** Whether there is another to ask when one fails. */
  boolean several() {
    return endpoints.size() > 1;
  }

  /** It answered, whatever it said. */
  void answered(Member member) {
    member.failingSince().set(null);
  }

  /**
   * It did not answer: the next is asked from now on, if this one still was, and what is watched at
   * this one breaks. The only one goes on being asked, by another client when it failed for long.
   */
  void failed(Member member, String why) {
    boolean passedOver;
    boolean renewed;
    synchronized (this) {
      if (closed || !member.equals(members.get(member.endpoint()))) {
        return;
      }
      passedOver = several() && member.endpoint().equals(endpoints.get(asked));
      if (passedOver) {
        asked = (asked + 1) % endpoints.size();
      }
      renewed = member.failsFor(RENEWAL, nanoTime.getAsLong());
      if (renewed) {
        members.remove(member.endpoint());
      }
    }
    if (passedOver) {
      log.atInfo()
          .addKeyValue("member", member.endpoint())
          .addKeyValue("cause", why)
          .log("an etcd member failed, the next is asked");
    }
    if (renewed) {
      closeLater(List.of(member));
    }
    if (passedOver || renewed) {
      member.watches().forEach(Runnable::run);
    }
  }

  /**
   * Nobody asks here any more: what is watched breaks, and what was asked may still be answered.
   */
  void leave() {
    List<Member> left;
    synchronized (this) {
      left = List.copyOf(members.values());
    }
    left.forEach(member -> member.watches().forEach(Runnable::run));
    closeLater(left);
  }

  private static void closeLater(List<Member> members) {
    Thread.ofVirtual()
        .name("farewell to etcd")
        .start(() -> {
          try {
            Thread.sleep(FAREWELL);
          } catch (InterruptedException e) {
            log.atDebug().log("nobody waits for the last answers");
          }
          members.forEach(member -> member.client().close());
        });
  }

  @Override
  public synchronized void close() {
    closed = true;
    members.values().forEach(member -> member.client().close());
  }
}
