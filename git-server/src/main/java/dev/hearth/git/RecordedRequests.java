package dev.hearth.git;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers every answered request, in order, for tests to look at. */
public final class RecordedRequests implements RequestListener {
  private final List<AnsweredRequest> requests = new CopyOnWriteArrayList<>();

  @Override
  public void answered(AnsweredRequest request) {
    requests.add(request);
  }

  public List<AnsweredRequest> all() {
    return List.copyOf(requests);
  }

  /** How many bytes all answers together had. */
  public long bytesSent() {
    return requests.stream().mapToLong(AnsweredRequest::bytesSent).sum();
  }

  public void forget() {
    requests.clear();
  }
}
