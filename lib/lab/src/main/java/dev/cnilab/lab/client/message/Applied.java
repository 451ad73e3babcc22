package dev.cnilab.lab.client.message;

import java.util.Locale;

/**
 * An object that was applied.
 *
 * @param resource as kubectl names it: {@code pod/nettest-1}
 */
public record Applied(String resource, Change change) {

  /** What happened to the object on the server. */
  public enum Change {
    CREATED,
    CONFIGURED,
    UNCHANGED
  }

  @Override
  public String toString() {
    return resource + " " + change.name().toLowerCase(Locale.ROOT);
  }
}
