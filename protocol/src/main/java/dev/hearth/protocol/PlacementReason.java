package dev.hearth.protocol;

/**
 * Why a build went where it went.
 *
 * @param agent the host that was chosen
 * @param rank 1 for the project's home
 * @param warm whether the host said that it has the project's caches
 * @param sentence for people
 */
public record PlacementReason(AgentId agent, int rank, boolean warm, String sentence) {
  public PlacementReason {
    sentence = Sentence.cut(sentence, 400);
  }
}
