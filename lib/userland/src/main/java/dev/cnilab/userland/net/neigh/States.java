package dev.cnilab.userland.net.neigh;

import dev.cnilab.netsim.neighbor.NeighborState;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The names of neighbor states (nud_state_a2n). */
final class States {
  private States() {}

  /** A state by name or number. */
  static Optional<NeighborState> parse(String word) {
    return switch (word) {
      case "0x00", "0" -> Optional.of(NeighborState.NONE);
      case "1" -> Optional.of(NeighborState.INCOMPLETE);
      case "2" -> Optional.of(NeighborState.REACHABLE);
      case "4" -> Optional.of(NeighborState.STALE);
      case "8" -> Optional.of(NeighborState.DELAY);
      case "16" -> Optional.of(NeighborState.PROBE);
      case "32" -> Optional.of(NeighborState.FAILED);
      case "64" -> Optional.of(NeighborState.NOARP);
      case "128" -> Optional.of(NeighborState.PERMANENT);
      default ->
          word.isEmpty()
              ? Optional.empty()
              : Arrays.stream(NeighborState.values())
                  .filter(each -> each.name().toLowerCase(Locale.ROOT).startsWith(word))
                  .findFirst();
    };
  }
}
