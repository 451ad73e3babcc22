package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.Fragment;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.OpaquePayload;
import java.util.ArrayList;
import java.util.List;

/** Fragments packets (ip_do_fragment). */
final class Fragmenter {
  private Fragmenter() {}

  /**
   * The fragments of a packet.
   *
   * @param mtu the maximum length of a fragment, in bytes, at least 28
   */
  static List<Ipv4Packet> divide(Ipv4Packet packet, int mtu) {
    Bytes payload = packet.payloadBytes();
    int most = (mtu - Ipv4Packet.HEADER) / 8 * 8;
    Fragment whole = packet.fragment();
    List<Ipv4Packet> parts = new ArrayList<>();
    for (int start = 0; start < payload.length(); start += most) {
      int end = Math.min(start + most, payload.length());
      boolean more = whole.moreFollow() || end < payload.length();
      parts.add(
          packet
              .withFragment(new Fragment(whole.dontFragment(), more, whole.offset() + start))
              .withPayload(new OpaquePayload(packet.protocol(), payload.slice(start, end))));
    }
    return parts;
  }
}
