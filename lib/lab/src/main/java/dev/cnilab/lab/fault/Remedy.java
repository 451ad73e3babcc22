package dev.cnilab.lab.fault;

import java.util.List;

/**
 * Something that might be done about a fault: a repair, or a decoy that only looks like one.
 *
 * @param title in a few words
 * @param by the changes, in order
 * @param why it works or does not work
 */
public record Remedy(String title, List<Action> by, String why) {

  public Remedy {
    by = List.copyOf(by);
  }
}
