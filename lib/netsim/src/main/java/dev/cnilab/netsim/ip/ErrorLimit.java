package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits the ICMP errors sent to a peer (struct inet_peer) with a token bucket: one token per
 * millisecond, and a thousand per error both for the missing route and for ICMP itself. A burst of
 * errors is answered, and then one every two seconds.
 */
final class ErrorLimit {
  private static final long MILLISECOND = 1_000_000;

  /** The cost of an error, in tokens. */
  private static final long COST = 1000;

  private static final long ROUTE_BURST = 5 * COST;
  private static final long ICMP_BURST = 6 * COST;
  private static final long REDIRECT_SILENCE = Duration.ofMillis(20_480).toNanos();
  private static final long REDIRECT_LOAD = Duration.ofMillis(20).toNanos();
  private static final int MAX_REDIRECTS = 9;
  private static final int MAX_PEERS = 4096;

  private final EventLoop loop;
  private final Map<Ipv4Address, Peer> peers = new LinkedHashMap<>(0);

  private static final class Peer {
    long tokens;
    long last;
    int redirects;
  }

  ErrorLimit(EventLoop loop) {
    this.loop = loop;
  }

  private Peer peer(Ipv4Address address) {
    Peer peer = peers.get(address);
    if (peer == null) {
      if (peers.size() >= MAX_PEERS) {
        peers.remove(peers.keySet().iterator().next());
      }
      peer = new Peer();
      peer.last = loop.nanoTime() - Duration.ofMinutes(1).toNanos();
      peers.put(address, peer);
    }
    return peer;
  }

  /** Whether the error for a packet without a route may be sent (ip_error). */
  boolean allowsRouteError(Ipv4Address address) {
    return take(peer(address), ROUTE_BURST);
  }

  /** Whether an ICMP error may be sent (icmpv4_xrlim_allow). */
  boolean allowsIcmp(Ipv4Address address) {
    return take(peer(address), ICMP_BURST);
  }

  private boolean take(Peer peer, long burst) {
    long now = loop.nanoTime();
    peer.tokens = Math.min(peer.tokens + (now - peer.last) / MILLISECOND, burst);
    peer.last = now;
    if (peer.tokens < COST) {
      return false;
    }
    peer.tokens -= COST;
    return true;
  }

  /**
   * Whether a redirect may be sent (ip_rt_send_redirect): at growing intervals, and at most nine.
   */
  boolean allowsRedirect(Ipv4Address address) {
    Peer peer = peer(address);
    long now = loop.nanoTime();
    if (now > peer.last + REDIRECT_SILENCE) {
      peer.tokens = 0;
      peer.redirects = 0;
    }
    if (peer.redirects >= MAX_REDIRECTS) {
      peer.last = now;
      return false;
    }
    if (peer.redirects > 0 && now <= peer.last + (REDIRECT_LOAD << peer.redirects)) {
      return false;
    }
    peer.last = now;
    peer.redirects++;
    return true;
  }
}
