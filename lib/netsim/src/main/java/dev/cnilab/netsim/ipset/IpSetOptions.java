package dev.cnilab.netsim.ipset;

import java.time.Duration;
import java.util.Optional;

/**
 * How a set was created.
 *
 * @param hashSize the initial size of its hash table; shown only
 * @param maxElements the maximum number of entries
 * @param timeout the default timeout of entries; empty for never
 * @param comments whether entries may have a comment
 * @param counters whether entries count the packets they match; shown only
 */
public record IpSetOptions(
    int hashSize, int maxElements, Optional<Duration> timeout, boolean comments, boolean counters) {
  public static final IpSetOptions DEFAULT =
      new IpSetOptions(1024, 65536, Optional.empty(), false, false);
}
