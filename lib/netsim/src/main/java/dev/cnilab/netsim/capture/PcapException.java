package dev.cnilab.netsim.capture;

import java.io.IOException;

/** Thrown for bytes that are not a pcap file; the message is libpcap's. */
public final class PcapException extends IOException {
  private static final long serialVersionUID = 1L;

  PcapException(String message) {
    super(message);
  }

  static PcapException truncated(int wanted, String what, int found) {
    return new PcapException(
        "truncated dump file; tried to read %d %s bytes, only got %d"
            .formatted(wanted, what, found));
  }
}
