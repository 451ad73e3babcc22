package dev.cnilab.userland.net.capture;

import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.packet.EthernetFrame;
import java.time.Instant;

/** A frame that passed a link. */
record Captured(Link link, EthernetFrame frame, Tap.Direction direction, Instant time) {}
