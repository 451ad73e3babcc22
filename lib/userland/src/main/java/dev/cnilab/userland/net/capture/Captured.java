package dev.cnilab.userland.net.capture;

import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.packet.EthernetFrame;
import java.time.Instant;

/**
 * A frame that passed a link.
 *
 * @param device the link's index
 * @param link its name
 * @param elsewhere whether its destination is not the link's address (PACKET_OTHERHOST)
 */
record Captured(
    int device,
    String link,
    EthernetFrame frame,
    Tap.Direction direction,
    boolean elsewhere,
    Instant time) {}
