package dev.hearth.dispatcher.console.pool;

import dev.hearth.dispatcher.api.BuildView;
import dev.hearth.dispatcher.api.Waiting;
import java.util.List;

/** A build in the queue. */
public record WaitingBuild(BuildView view) {
  private static final int MOST_HOSTS = 8;

  public String title() {
    return view.record().request().title();
  }

  public String address() {
    return "/builds/" + view.record().id();
  }

  public String by() {
    return view.record().request().by();
  }

  /** Its own since: a build that lost its host waits from then on. */
  public String since() {
    return view.record().state().since().toString();
  }

  /** Empty while it is not known. */
  public String why() {
    Waiting waiting = view.waiting();
    return waiting == null ? "" : waiting.why();
  }

  /** Why not there, for the first in rank. */
  public List<Waiting.Host> hosts() {
    Waiting waiting = view.waiting();
    return waiting == null ? List.of() : waiting.hosts().stream().limit(MOST_HOSTS).toList();
  }

  public int moreHosts() {
    Waiting waiting = view.waiting();
    return waiting == null ? 0 : Math.max(0, waiting.hosts().size() - MOST_HOSTS);
  }
}
