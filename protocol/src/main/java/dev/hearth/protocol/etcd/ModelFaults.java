package dev.hearth.protocol.etcd;

/** Decides what becomes of each request that a {@link ModelKeyValues} sends. */
@FunctionalInterface
public interface ModelFaults {
  /** Every request is answered. */
  ModelFaults NONE = _ -> Fate.ANSWERED;

  /** What becomes of a request. */
  enum Fate {
    ANSWERED,
    /** It never arrives. */
    LOST,
    /** It is carried out, and its answer is lost. */
    UNANSWERED
  }

  /**
   * Asked before a request is sent; whatever this does meanwhile happens while the request is on
   * its way.
   *
   * @param verb what is tried, for people
   */
  Fate next(String verb);
}
