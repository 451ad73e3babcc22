package dev.cnilab.conformance.netpol.table;

import dev.cnilab.cluster.policy.TransportProtocol;
import java.util.EnumMap;
import java.util.Map;

/**
 * Source ports, none of which comes again soon: the nodes remember connections for minutes, and a
 * pod's successor with its address must not be taken for one that goes on.
 */
final class SourcePorts {
  private static final int FIRST = 10_000;
  private static final int LAST = 65_535;

  private final Map<TransportProtocol, Integer> next = new EnumMap<>(TransportProtocol.class);

  int take(TransportProtocol protocol) {
    int port = next.getOrDefault(protocol, FIRST);
    next.put(protocol, port == LAST ? FIRST : port + 1);
    return port;
  }
}
