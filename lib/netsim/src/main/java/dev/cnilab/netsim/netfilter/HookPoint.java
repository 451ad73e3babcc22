package dev.cnilab.netsim.netfilter;

import dev.cnilab.netsim.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * The hook a packet is at, and its links.
 *
 * @param in the link it came in on; null at OUTPUT and at POSTROUTING of a packet of this host
 * @param out the link it will leave by; null before routing
 */
public record HookPoint(Hook hook, @Nullable Link in, @Nullable Link out) {}
