package dev.cnilab.lab.nodefault;

import java.util.List;
import java.util.stream.Stream;

/**
 * A cause that is present.
 *
 * @param trace its evidence
 */
public record FoundCause(Cause cause, String node, String trace) {

  /** Everything that is wrong with the pod network of these nodes. */
  public static List<FoundCause> on(List<NodeState> nodes) {
    return nodes.stream()
        .flatMap(
            state ->
                Stream.of(Cause.values())
                    .flatMap(
                        cause ->
                            cause.trace(state).stream()
                                .map(trace -> new FoundCause(cause, state.node().name(), trace))))
        .toList();
  }

  @Override
  public String toString() {
    return node + ": " + trace;
  }
}
