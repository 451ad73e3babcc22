package dev.cnilab.cluster.policy;

import dev.cnilab.netsim.address.Ipv4Address;
import java.util.Comparator;

/** A port of a pod at the pod's current address: what a named port resolves to. */
public record PodPort(Ipv4Address address, TransportProtocol protocol, int port)
    implements Comparable<PodPort> {
  private static final Comparator<PodPort> ORDER =
      Comparator.comparing(PodPort::address)
          .thenComparing(PodPort::protocol)
          .thenComparingInt(PodPort::port);

  @Override
  public int compareTo(PodPort other) {
    return ORDER.compare(this, other);
  }
}
