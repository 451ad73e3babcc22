package dev.cnilab.netsim.nftables.data;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element of a set or a map.
 *
 * @param key one part per type of the set's key
 * @param mapped null in a set
 * @param comment "" for none
 * @param timeout the element's own; empty for the set's
 */
public record Element(
    List<Span> key, @Nullable Mapped mapped, String comment, Optional<Duration> timeout) {
  public Element {
    key = List.copyOf(key);
  }
}
