package dev.hearth.dispatcher.console.farm;

import dev.hearth.dispatcher.console.frame.Frame;
import dev.hearth.dispatcher.people.Act;
import java.util.List;

/**
 * What was done anywhere.
 *
 * @param older the address of the next page; empty: none
 */
public record FarmActivityPage(Frame frame, List<Act> acts, String older) {
  public FarmActivityPage {
    acts = List.copyOf(acts);
  }
}
