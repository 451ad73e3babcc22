package dev.cnilab.netsim.netfilter;

import dev.cnilab.netsim.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * Where a packet is judged.
 *
 * @param in the link it came in by; null at OUTPUT and POSTROUTING of a packet of this host
 * @param out the link it will leave by; null before routing
 */
public record HookPoint(Hook hook, @Nullable Link in, @Nullable Link out) {}
