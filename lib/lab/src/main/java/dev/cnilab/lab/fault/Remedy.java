package dev.cnilab.lab.fault;

import java.util.List;

/**
 * What somebody might do about a fault: repairs do, decoys only look like it.
 *
 * @param title in a few words
 * @param by the changes, in order
 * @param why it works, or why it does not
 */
public record Remedy(String title, List<Action> by, String why) {

  public Remedy {
    by = List.copyOf(by);
  }
}
