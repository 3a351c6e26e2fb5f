package dev.hearth.dispatcher.console.pool;

import dev.hearth.dispatcher.api.AgentView;
import dev.hearth.dispatcher.api.Cordoning;
import dev.hearth.dispatcher.console.frame.Sizes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A host as the pool's pages show it.
 *
 * @param builds those that it has
 */
public record HostRow(AgentView view, List<RunningBuild> builds) {
  public HostRow {
    builds = List.copyOf(builds);
  }

  public String name() {
    return view.name().value();
  }

  public String address() {
    return "/pool/" + URLEncoder.encode(name(), StandardCharsets.UTF_8);
  }

  public boolean up() {
    return view.record() != null;
  }

  public boolean cordoned() {
    return view.cordon() != null;
  }

  /** Of its message behind {@code host.}, and how it is coloured. */
  public String state() {
    var cordon = view.cordon();
    if (cordon != null && cordon.kind().equals(Cordoning.DRAIN)) {
      return busy() == 0 ? "drained" : "draining";
    }
    if (!up()) {
      return "down";
    }
    if (cordon != null) {
      return "cordoned";
    }
    return view.reason().isEmpty() ? "open" : "unready";
  }

  /** Why it gets no builds, one sentence; empty if it does, or if its state says enough. */
  public String remark() {
    var cordon = view.cordon();
    if (cordon != null) {
      return cordon.kind() + " by " + cordon.by() + ": " + cordon.why();
    }
    return up() ? view.reason() : "";
  }

  public int slots() {
    var record = view.record();
    return record == null ? 0 : record.slots();
  }

  public int busy() {
    return Math.max(builds.size(), view.builds().size());
  }

  /** For a drawing of the slots: so many as it has, or as it has builds. */
  public int boxes() {
    return Math.min(64, Math.max(slots(), busy()));
  }

  public String version() {
    var record = view.record();
    return record == null ? "" : record.version();
  }

  public List<String> labels() {
    var record = view.record();
    return record == null ? List.of() : record.labels().stream().sorted().toList();
  }

  /** Empty when it is not known. */
  public String freeDisk() {
    var status = view.status();
    return status == null ? "" : Sizes.text(status.freeDisk());
  }

  /** Empty when it is not known. */
  public String load() {
    var status = view.status();
    return status == null ? "" : String.format(Locale.ROOT, "%.2f", status.load());
  }

  /** Of how many projects it has the caches. */
  public int warm() {
    var status = view.status();
    return status == null ? 0 : status.warm().size();
  }
}
