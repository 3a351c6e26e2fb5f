package dev.hearth.protocol.etcd;

import io.etcd.jetcd.Client;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of an etcd, of which one is asked until it fails, and then the next. Each has a
 * client of its own, made when it is first asked: one client for all would stay with a member that
 * takes connections and answers nothing, frozen or cut off from the others. Thread-safe.
 */
final class Members implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Members.class);

  private final List<String> endpoints;
  private final Function<String, Client> connect;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private int asked;

  /**
   * One of them.
   *
   * @param watches what is called when it has failed
   */
  record Member(String endpoint, Client client, Set<Runnable> watches) {}

  /**
   * @param connect makes the client of one member, without asking it anything
   */
  Members(List<String> endpoints, Function<String, Client> connect) {
    this.endpoints = List.copyOf(endpoints);
    this.connect = connect;
    // Not all clients of an etcd begin with the same member.
    this.asked = ThreadLocalRandom.current().nextInt(endpoints.size());
  }

  /** The one to ask now. */
  synchronized Member asked() {
    return members.computeIfAbsent(
        endpoints.get(asked),
        endpoint -> new Member(endpoint, connect.apply(endpoint), ConcurrentHashMap.newKeySet()));
  }

  /** Whether there is another to ask when one fails. */
  boolean several() {
    return endpoints.size() > 1;
  }

  /** The next is asked from now on, if this one still was; what is watched at this one breaks. */
  void passOver(Member failed, String why) {
    synchronized (this) {
      if (!several() || !failed.endpoint().equals(endpoints.get(asked))) {
        return;
      }
      asked = (asked + 1) % endpoints.size();
    }
    log.atInfo()
        .addKeyValue("member", failed.endpoint())
        .addKeyValue("cause", why)
        .log("an etcd member failed, the next is asked");
    failed.watches().forEach(Runnable::run);
  }

  /** Nobody asks here any more: what is watched breaks. */
  synchronized void leave() {
    members.values().forEach(member -> member.watches().forEach(Runnable::run));
  }

  @Override
  public synchronized void close() {
    members.values().forEach(member -> member.client().close());
  }
}
