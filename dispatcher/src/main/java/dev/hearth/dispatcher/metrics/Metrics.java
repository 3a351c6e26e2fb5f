package dev.hearth.dispatcher.metrics;

import dev.hearth.dispatcher.farm.Recent;
import dev.hearth.dispatcher.heads.HeadKeeper;
import dev.hearth.dispatcher.http.Answer;
import dev.hearth.dispatcher.http.RequestObserver;
import dev.hearth.dispatcher.http.RouteTable;
import dev.hearth.dispatcher.http.Routes;
import dev.hearth.dispatcher.ledger.DeliveryJournal;
import dev.hearth.protocol.Cause;
import dev.hearth.protocol.etcd.EtcdHealth;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The dispatcher's figures, at {@code /metrics}. Thread-safe; counting never blocks. */
public final class Metrics implements Routes, RequestObserver, HeadKeeper.Figures, AutoCloseable {
  private static final List<String> STATES = List.of("queued", "assigned", "running", "pushed");

  /** Less than the time between two scrapes, more than one takes, which asks for each figure. */
  private static final Duration FIGURES_COUNTED_EVERY = Duration.ofMillis(500);

  private static final String HOOKS = "/hooks/";

  /** Others are counted together: a client may make up as many as it likes. */
  private static final Set<String> METHODS =
      Set.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
  private final Timer placement = quantiles(Timer.builder("hearth.placement")).register(registry);
  private final Timer decision = quantiles(Timer.builder("hearth.decision")).register(registry);
  private final AtomicLong etcdBytes = new AtomicLong();
  private final AtomicLong etcdAlarms = new AtomicLong();
  private final Counter missedPushes = Counter.builder("hearth.heads.missed").register(registry);
  private final Counter logBytes =
      Counter.builder("hearth.log").baseUnit("bytes").register(registry);

  /**
   * @param counted asked once at each scrape, and never while etcd is waited for
   */
  public Metrics(Supplier<FarmFigures> counted) {
    Supplier<FarmFigures> figures = new Recent<>(FIGURES_COUNTED_EVERY, counted);
    garbageCollection.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    for (String state : STATES) {
      Gauge.builder("hearth.builds", () -> figures.get().builds().getOrDefault(state, 0))
          .tag("state", state)
          .register(registry);
    }
    Gauge.builder("hearth.agents", () -> figures.get().agents()).register(registry);
    Gauge.builder("hearth.slots", () -> figures.get().slots()).register(registry);
    Gauge.builder("hearth.slots.busy", () -> figures.get().busy()).register(registry);
    Gauge.builder("hearth.queue.oldest", () -> figures.get().oldestQueued().toMillis() / 1000.0)
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("hearth.etcd.database", etcdBytes, AtomicLong::get)
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("hearth.etcd.alarms", etcdAlarms, AtomicLong::get).register(registry);
    for (Cause cause : Cause.values()) {
      accepted(cause, 0);
    }
  }

  private static Timer.Builder quantiles(Timer.Builder timer) {
    return timer.publishPercentiles(0.5, 0.99);
  }

  @Override
  public void mount(RouteTable table) {
    table.add(
        "GET", "/metrics", _ -> Answer.text(200, "text/plain; version=0.0.4", registry.scrape()));
  }

  @Override
  public void answered(String route, String method, int status, Duration took) {
    String word = Integer.toString(status);
    String verb = METHODS.contains(method) ? method : "other";
    Timer.builder("hearth.http.requests")
        .tags("route", route, "method", verb, "status", word)
        .register(registry)
        .record(took);
    if (route.startsWith(HOOKS)) {
      quantiles(Timer.builder("hearth.hooks"))
          .tags("host", route.substring(HOOKS.length()), "status", word)
          .register(registry)
          .record(took);
    }
  }

  /** A build was accepted. */
  public void accepted(Cause cause) {
    accepted(cause, 1);
  }

  private void accepted(Cause cause, int count) {
    Counter.builder("hearth.builds.accepted")
        .tag("cause", cause.word())
        .register(registry)
        .increment(count);
  }

  /** A build has ended. */
  public void ended(String state) {
    Counter.builder("hearth.builds.ended").tag("state", state).register(registry).increment();
  }

  /** A build was placed, so long after it could have been. */
  public void placed(Duration waited) {
    placement.record(waited);
  }

  /** The leader has looked at the farm, and decided what each build needs, in so long. */
  public void decided(Duration took) {
    decision.record(took);
  }

  /** Watches what is still to be written into the ledger. */
  public void journal(DeliveryJournal journal) {
    Gauge.builder("hearth.deliveries.waiting", journal, DeliveryJournal::waiting)
        .register(registry);
    FunctionCounter.builder("hearth.deliveries.lost", journal, DeliveryJournal::dropped)
        .register(registry);
  }

  @Override
  public void compared(int missed) {
    heads("compared");
    missedPushes.increment(missed);
  }

  @Override
  public void failed() {
    heads("failed");
  }

  private void heads(String result) {
    Counter.builder("hearth.heads.comparisons")
        .tag("result", result)
        .register(registry)
        .increment();
  }

  /** How etcd fares just now. */
  public void etcd(EtcdHealth health) {
    etcdBytes.set(health.databaseBytes());
    etcdAlarms.set(health.alarms().size());
  }

  /** A piece of log was kept. */
  public void logged(long bytes) {
    logBytes.increment((double) bytes);
  }

  @Override
  public void close() {
    garbageCollection.close();
    registry.close();
  }
}
