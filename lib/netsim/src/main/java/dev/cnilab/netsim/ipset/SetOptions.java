package dev.cnilab.netsim.ipset;

import java.time.Duration;
import java.util.Optional;

/**
 * How a set was made.
 *
 * @param hashSize the first size of its table; shown only
 * @param maxElements how many entries it takes
 * @param timeout after which entries go, unless they are added with another; empty for never
 * @param comments whether entries may have a comment
 * @param counters whether packets that an entry stands for are counted; shown only
 */
public record SetOptions(
    int hashSize, int maxElements, Optional<Duration> timeout, boolean comments, boolean counters) {
  public static final SetOptions DEFAULT =
      new SetOptions(1024, 65536, Optional.empty(), false, false);
}
