package dev.cnilab.userland.net.capture;

import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.packet.EthernetFrame;
import java.time.Instant;

/**
 * A frame that passed a link.
 *
 * @param device the number of the link
 * @param link its name
 */
record Captured(
    int device, String link, EthernetFrame frame, Tap.Direction direction, Instant time) {}
