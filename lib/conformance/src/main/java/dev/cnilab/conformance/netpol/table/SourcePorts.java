package dev.cnilab.conformance.netpol.table;

import dev.cnilab.cluster.policy.TransportProtocol;
import java.util.EnumMap;
import java.util.Map;

/**
 * Source ports that are not reused soon: the nodes track connections for minutes, and a connection
 * to a pod's successor with the same address must not be taken for an existing one.
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
