package dev.hearth.protocol.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.OptionsUtil;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link KeyValues} over jetcd. Its futures end here: calls block and throw. */
public final class JetcdKeyValues implements KeyValues {
  private static final Logger log = LoggerFactory.getLogger(JetcdKeyValues.class);
  private static final int PAGE = 1000;

  /** How long an unanswered transaction is asked about before its caller is told "unknown". */
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  /** How long a question is asked again while members die or elect a leader. */
  private static final Duration FAIL_OVER = Duration.ofSeconds(5);

  private final EtcdConfig config;
  private final Duration deadline;
  private volatile Members members;

  public JetcdKeyValues(EtcdConfig config) {
    this.deadline = config.deadline();
    this.config = config;
    this.members = members(config);
  }

  /**
   * Goes on with another password of the same user. What is asked from now on is asked with it;
   * watches break, as they do when a member fails.
   */
  public synchronized void signIn(String password) {
    Members before = members;
    members = members(config.as(config.user(), password));
    before.leave();
  }

  /** Whether etcd answers, but does not know our user by our password. */
  public boolean refusesUser() {
    try {
      askOnce("sign in", client -> client.getKVClient().get(bytes("/"), GetOption.DEFAULT));
      return false;
    } catch (EtcdUnavailableException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (String.valueOf(cause.getMessage()).contains("authentication failed")) {
          return true;
        }
      }
      return false;
    }
  }

  private static Members members(EtcdConfig config) {
    return new Members(config.endpoints(), endpoint -> connect(config.at(endpoint)));
  }

  private static Client connect(EtcdConfig config) {
    return EtcdClients.builder(config)
        .keepaliveTime(Duration.ofSeconds(10))
        .keepaliveTimeout(Duration.ofSeconds(3))
        .keepaliveWithoutCalls(false)
        .retryDelay(20)
        .retryMaxDelay(200)
        .retryMaxAttempts(2)
        .maxInboundMessageSize(64 << 20)
        .interceptor(new Deadlines(config.deadline()))
        .build();
  }

  @Override
  public <T> Optional<Versioned<T>> find(Key<T> key) {
    GetResponse response =
        ask("read " + key, client -> client.getKVClient().get(bytes(key.path())));
    return response.getKvs().stream().findFirst().map(found -> decode(key, found));
  }

  @Override
  public Snapshot read(Collection<? extends Key<?>> keys) {
    List<? extends Key<?>> asked = List.copyOf(keys);
    Op[] reads =
        asked.stream().map(key -> Op.get(bytes(key.path()), GetOption.DEFAULT)).toArray(Op[]::new);
    TxnResponse response =
        ask("read " + asked, client -> client.getKVClient().txn().Then(reads).commit());
    Map<String, Versioned<?>> found = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      for (KeyValue entry : response.getGetResponses().get(i).getKvs()) {
        found.put(asked.get(i).path(), decode(asked.get(i), entry));
      }
    }
    return new Snapshot(response.getHeader().getRevision(), found);
  }

  @Override
  public <T> Listing<T> list(Prefix<T> prefix) {
    return list(prefix, _ -> null);
  }

  @Override
  public <T> Listing<T> list(Prefix<T> prefix, Function<Key<T>, @Nullable Versioned<T>> known) {
    List<Versioned<T>> entries = new ArrayList<>();
    ByteSequence end = OptionsUtil.prefixEndOf(bytes(prefix.path()));
    ByteSequence from = bytes(prefix.path());
    long revision = 0;
    while (true) {
      GetOption option =
          GetOption.builder().withRange(end).withLimit(PAGE).withRevision(revision).build();
      ByteSequence begin = from;
      GetResponse page = ask("list " + prefix, client -> client.getKVClient().get(begin, option));
      revision = revision == 0 ? page.getHeader().getRevision() : revision;
      for (KeyValue found : page.getKvs()) {
        decodeOrSkip(prefix, found, known).ifPresent(entries::add);
      }
      if (!page.isMore()) {
        return new Listing<>(revision, List.copyOf(entries));
      }
      KeyValue last = page.getKvs().getLast();
      from = last.getKey().concat(ByteSequence.from(new byte[] {0}));
    }
  }

  @Override
  public boolean commit(Transaction transaction) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    boolean unanswered = false;
    while (true) {
      try {
        TxnResponse response = askOnce("commit a transaction", client -> send(client, transaction));
        return response.isSucceeded() || (unanswered && isDone(transaction, response));
      } catch (EtcdUnavailableException e) {
        if (isRefusal(e) && unanswered) {
          throw new EtcdUnavailableException(
              "tried to commit a transaction but etcd did not answer, and then takes none", e);
        }
        if (System.nanoTime() > giveUp || isRefusal(e)) {
          throw e;
        }
        unanswered = true;
        pause(e);
      }
    }
  }

  @Override
  public <T> Watching watch(Prefix<T> prefix, long fromRevision, WatchListener<T> listener) {
    WatchOption option =
        WatchOption.builder()
            .isPrefix(true)
            .withRevision(fromRevision)
            .withRequireLeader(true)
            .build();
    Members.Member member = members.asked();
    Watch.Watcher watcher =
        member
            .client()
            .getWatchClient()
            .watch(bytes(prefix.path()), option, new OneWatch<>(prefix, listener));
    Runnable failed = () -> listener.broken("etcd member " + member.endpoint() + " failed");
    member.watches().add(failed);
    if (!member.equals(members.asked())) {
      failed.run(); // it failed before it could know of this watch
    }
    return () -> {
      member.watches().remove(failed);
      watcher.close();
    };
  }

  @Override
  public long grantLease(Duration ttl) {
    return ask("grant a lease", client -> client.getLeaseClient().grant(ttl.toSeconds())).getID();
  }

  @Override
  public boolean keepAlive(long lease) {
    try {
      askOnce("keep a lease alive", client -> client.getLeaseClient().keepAliveOnce(lease));
      return true;
    } catch (EtcdUnavailableException e) {
      if (isLeaseGone(e)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void revokeLease(long lease) {
    try {
      askOnce("revoke a lease", client -> client.getLeaseClient().revoke(lease));
    } catch (EtcdUnavailableException e) {
      if (!isLeaseGone(e)) {
        throw e;
      }
    }
  }

  @Override
  public void compact(long revision) {
    askOnce("compact to revision " + revision, client -> client.getKVClient().compact(revision));
  }

  @Override
  public long revision() {
    GetOption countOnly = GetOption.builder().withCountOnly(true).build();
    return ask("read the revision", client -> client.getKVClient().get(bytes("/"), countOnly))
        .getHeader()
        .getRevision();
  }

  @Override
  public EtcdHealth health() {
    Members.Member member = members.asked();
    StatusResponse status =
        askOnce(
            "ask for the status",
            client -> client.getMaintenanceClient().statusMember(member.endpoint()));
    Set<String> alarms =
        askOnce("ask for alarms", client -> client.getMaintenanceClient().listAlarms())
            .getAlarms()
            .stream()
            .map(alarm -> alarm.getAlarmType().name())
            .collect(Collectors.toSet());
    return new EtcdHealth(status.getVersion(), status.getDbSize(), alarms);
  }

  @Override
  public void close() {
    members.close();
  }

  private static CompletableFuture<TxnResponse> send(Client client, Transaction transaction) {
    Op[] reads =
        transaction.operations().stream()
            .map(operation -> Op.get(bytes(operation.key().path()), GetOption.DEFAULT))
            .toArray(Op[]::new);
    return client
        .getKVClient()
        .txn()
        .If(transaction.comparisons().stream().map(JetcdKeyValues::comparison).toArray(Cmp[]::new))
        .Then(transaction.operations().stream().map(JetcdKeyValues::operation).toArray(Op[]::new))
        .Else(reads)
        .commit();
  }

  /**
   * Whether what stands is what the transaction would have written. Asked only after a try that was
   * not answered; values carry ids and instants of their writer, so that no other wrote the same.
   */
  private static boolean isDone(Transaction transaction, TxnResponse refused) {
    for (int i = 0; i < transaction.operations().size(); i++) {
      List<KeyValue> found = refused.getGetResponses().get(i).getKvs();
      boolean done =
          switch (transaction.operations().get(i)) {
            case Operation.Put(_, byte[] value, _) ->
                !found.isEmpty() && Arrays.equals(value, found.getFirst().getValue().getBytes());
            case Operation.Delete _ -> found.isEmpty();
          };
      if (!done) {
        return false;
      }
    }
    return true;
  }

  private static Cmp comparison(Comparison comparison) {
    ByteSequence key = bytes(comparison.key().path());
    return switch (comparison) {
      case Comparison.Absent _ -> new Cmp(key, Cmp.Op.EQUAL, CmpTarget.version(0));
      case Comparison.Present _ -> new Cmp(key, Cmp.Op.GREATER, CmpTarget.version(0));
      case Comparison.ModifiedAt(_, long revision) ->
          new Cmp(key, Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
      case Comparison.CreatedAt(_, long revision) ->
          new Cmp(key, Cmp.Op.EQUAL, CmpTarget.createRevision(revision));
    };
  }

  private static Op operation(Operation operation) {
    ByteSequence key = bytes(operation.key().path());
    return switch (operation) {
      case Operation.Put(_, byte[] value, long lease) ->
          Op.put(key, ByteSequence.from(value), PutOption.builder().withLeaseId(lease).build());
      case Operation.Delete _ -> Op.delete(key, DeleteOption.DEFAULT);
    };
  }

  /** Asks what can be asked twice: of the next member, while there is one, until it answers. */
  private <R> R ask(String verb, Function<Client, CompletableFuture<R>> request) {
    long giveUp = System.nanoTime() + (members.several() ? FAIL_OVER.toNanos() : 0);
    while (true) {
      try {
        return askOnce(verb, request);
      } catch (EtcdUnavailableException e) {
        if (System.nanoTime() > giveUp || isRefusal(e)) {
          throw e;
        }
        pause(e);
      }
    }
  }

  /** Asks one member; if it fails, the next is asked from then on. */
  private <R> R askOnce(String verb, Function<Client, CompletableFuture<R>> request) {
    Members.Member member = members.asked();
    try {
      R answer = answer(verb, request.apply(member.client()));
      members.answered(member);
      return answer;
    } catch (EtcdUnavailableException e) {
      if (e.isRefusal()) {
        members.answered(member);
      } else if (!Thread.currentThread().isInterrupted()) {
        members.failed(member, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** Waits for an answer; whatever comes instead of one is "unavailable", with etcd's own words. */
  private <R> R answer(String verb, CompletableFuture<R> future) {
    try {
      return future.get(deadline.toMillis() + 500, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EtcdUnavailableException("was interrupted while trying to " + verb, e);
    } catch (TimeoutException e) {
      throw new EtcdUnavailableException(
          "tried to " + verb + " but etcd did not answer in time", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new EtcdUnavailableException(
          "tried to " + verb + " but etcd said: " + cause.getMessage(), cause);
    }
  }

  private static boolean isRefusal(EtcdUnavailableException e) {
    return Thread.currentThread().isInterrupted() || e.isRefusal();
  }

  private static boolean isLeaseGone(EtcdUnavailableException e) {
    return String.valueOf(e.getMessage()).contains("requested lease not found");
  }

  private static void pause(EtcdUnavailableException waitingFor) {
    try {
      Thread.sleep(Duration.ofMillis(100));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw waitingFor;
    }
  }

  private static <T> Versioned<T> decode(Key<T> key, KeyValue found) {
    return Codec.decode(
        key, found.getValue().getBytes(), found.getCreateRevision(), found.getModRevision());
  }

  private static <T> Optional<Versioned<T>> decodeOrSkip(Prefix<T> prefix, KeyValue found) {
    return decodeOrSkip(prefix, found, _ -> null);
  }

  private static <T> Optional<Versioned<T>> decodeOrSkip(
      Prefix<T> prefix, KeyValue found, Function<Key<T>, @Nullable Versioned<T>> known) {
    try {
      Key<T> key = prefix.key(found.getKey().toString(StandardCharsets.UTF_8));
      Versioned<T> before = known.apply(key);
      return Optional.of(
          before != null
                  && before.modRevision() == found.getModRevision()
                  && before.createRevision() == found.getCreateRevision()
              ? before
              : decode(key, found));
    } catch (MalformedRecordException e) {
      log.atWarn().addKeyValue("cause", e.getMessage()).log("a record is left alone");
      return Optional.empty();
    }
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  /** Ends at the first error: jetcd's own resuming could pass over events. */
  private record OneWatch<T>(Prefix<T> prefix, WatchListener<T> listener)
      implements Watch.Listener {
    @Override
    public void onNext(WatchResponse response) {
      for (io.etcd.jetcd.watch.WatchEvent event : response.getEvents()) {
        KeyValue entry = event.getKeyValue();
        switch (event.getEventType()) {
          case PUT ->
              decodeOrSkip(prefix, entry)
                  .ifPresent(put -> listener.event(new WatchEvent.Put<>(put)));
          case DELETE ->
              listener.event(
                  new WatchEvent.Deleted<>(
                      prefix.key(entry.getKey().toString(StandardCharsets.UTF_8)),
                      entry.getModRevision()));
          case UNRECOGNIZED -> {}
        }
      }
    }

    @Override
    public void onError(Throwable error) {
      listener.broken(String.valueOf(error.getMessage()));
    }

    @Override
    public void onCompleted() {
      listener.broken("completed");
    }
  }
}
