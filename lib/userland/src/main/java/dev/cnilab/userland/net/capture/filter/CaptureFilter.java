package dev.cnilab.userland.net.capture.filter;

import dev.cnilab.netsim.packet.EthernetFrame;

/** A capture filter (pcap-filter(7)). */
@FunctionalInterface
public interface CaptureFilter {
  boolean admits(EthernetFrame frame);

  default CaptureFilter and(CaptureFilter other) {
    return frame -> admits(frame) && other.admits(frame);
  }

  default CaptureFilter or(CaptureFilter other) {
    return frame -> admits(frame) || other.admits(frame);
  }

  default CaptureFilter not() {
    return frame -> !admits(frame);
  }
}
