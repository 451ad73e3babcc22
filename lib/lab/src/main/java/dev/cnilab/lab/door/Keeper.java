package dev.cnilab.lab.door;

import java.util.Optional;

/** Is called for each request at a door, and decides which may pass. */
@FunctionalInterface
public interface Keeper {

  /**
   * The reason why a request is refused.
   *
   * @return empty if it may pass
   */
  Optional<String> refusal(RequestHead request);
}
