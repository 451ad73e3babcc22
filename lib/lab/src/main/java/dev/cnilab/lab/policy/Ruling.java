package dev.cnilab.lab.policy;

import java.util.List;

/**
 * What the policies say about a connection, and which of them decides.
 *
 * @param because one line for each direction
 */
public record Ruling(boolean allowed, List<String> because) {

  public Ruling {
    because = List.copyOf(because);
  }
}
