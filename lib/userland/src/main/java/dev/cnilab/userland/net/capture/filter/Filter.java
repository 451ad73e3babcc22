package dev.cnilab.userland.net.capture.filter;

import dev.cnilab.netsim.packet.EthernetFrame;

/** A capture filter (pcap-filter(7)). */
@FunctionalInterface
public interface Filter {
  boolean admits(EthernetFrame frame);

  default Filter and(Filter other) {
    return frame -> admits(frame) && other.admits(frame);
  }

  default Filter or(Filter other) {
    return frame -> admits(frame) || other.admits(frame);
  }

  default Filter not() {
    return frame -> !admits(frame);
  }
}
