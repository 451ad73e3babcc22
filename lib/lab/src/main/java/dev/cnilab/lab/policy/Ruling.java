package dev.cnilab.lab.policy;

import java.util.List;

/**
 * The policies' ruling on a connection, and the reasons.
 *
 * @param because one line per direction
 */
public record Ruling(boolean allowed, List<String> because) {

  public Ruling {
    because = List.copyOf(because);
  }
}
