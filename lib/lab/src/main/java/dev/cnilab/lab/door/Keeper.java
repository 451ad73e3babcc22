package dev.cnilab.lab.door;

import java.util.Optional;

/** Hears of each request that comes to a door, and says which may pass. */
@FunctionalInterface
public interface Keeper {

  /**
   * Why a request may not pass, in words.
   *
   * @return empty if it may
   */
  Optional<String> refusal(RequestHead request);
}
