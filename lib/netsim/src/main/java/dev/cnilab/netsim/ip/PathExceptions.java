package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.route.RouteMatch;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions learned from ICMP for single destinations (struct fib_nh_exception): a smaller path
 * MTU or a better router. An exception belongs to a route's next hop and becomes invalid when that
 * route is deleted.
 */
final class PathExceptions {
  private static final long REDIRECT_LIFETIME = Duration.ofMinutes(5).toNanos();

  private final EventLoop loop;
  private final Map<Ipv4Address, PathException> byDestination = new HashMap<>(0);

  /**
   * An exception for one destination.
   *
   * @param mtu in bytes; 0 if none was learned
   * @param locked whether packets there must not carry DF, because the path MTU is implausibly
   *     small
   * @param gateway the router that a redirect named; null without one
   * @param expires when it expires, in nanoseconds of the loop's clock
   */
  record PathException(
      RouteMatch match, int mtu, boolean locked, @Nullable Ipv4Address gateway, long expires) {

    /** Whether it belongs to this very route, not to an equal one added later. */
    @SuppressWarnings("ReferenceEquality") // a route like it that came later knows nothing
    boolean isOf(RouteMatch other) {
      return match.route() == other.route() && match.way().equals(other.way());
    }
  }

  PathExceptions(EventLoop loop) {
    this.loop = loop;
  }

  @Nullable PathException find(Ipv4Address destination, RouteMatch match) {
    if (byDestination.isEmpty()) {
      return null;
    }
    PathException found = byDestination.get(destination);
    if (found == null || !found.isOf(match)) {
      return null;
    }
    if (found.expires <= loop.nanoTime()) {
      byDestination.remove(destination);
      return null;
    }
    return found;
  }

  Set<Ipv4Address> destinations() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(byDestination.keySet()));
  }

  void clear() {
    byDestination.clear();
  }

  /** Limits what was learned to a link's new MTU (fib_sync_mtu). */
  void mtuChanged(Link link, int before) {
    byDestination.replaceAll(
        (destination, known) -> {
          boolean follows = link.mtu() < known.mtu || before == known.mtu;
          return known.match.device() == link && known.mtu > 0 && follows
              ? new PathException(known.match, link.mtu(), false, known.gateway, known.expires)
              : known;
        });
  }

  void learnMtu(
      Ipv4Address destination, RouteMatch match, int mtu, boolean locked, Duration lifetime) {
    PathException known = find(destination, match);
    Ipv4Address gateway = known == null ? null : known.gateway;
    byDestination.put(
        destination,
        new PathException(match, mtu, locked, gateway, loop.nanoTime() + lifetime.toNanos()));
  }

  void learnGateway(Ipv4Address destination, RouteMatch match, Ipv4Address gateway) {
    PathException known = find(destination, match);
    byDestination.put(
        destination,
        new PathException(
            match,
            known == null ? 0 : known.mtu,
            known != null && known.locked,
            gateway,
            loop.nanoTime() + REDIRECT_LIFETIME));
  }
}
