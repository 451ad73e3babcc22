package dev.cnilab.netsim.capture;

import dev.cnilab.netsim.packet.EthernetFrame;

/**
 * A frame as a tap saw it.
 *
 * @param nanoTime when, as {@code EventLoop.nanoTime}
 */
public record Capture(long nanoTime, EthernetFrame frame) {}
