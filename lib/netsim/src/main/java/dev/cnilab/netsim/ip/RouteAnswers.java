package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.ip.PathExceptions.PathException;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.Fib;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the kernel answers to questions about routes (inet_rtm_getroute). */
public final class RouteAnswers {
  private final Links links;
  private final Fib fib;
  private final Routing routing;
  private final PathExceptions exceptions;

  RouteAnswers(Links links, Fib fib, Routing routing, PathExceptions exceptions) {
    this.links = links;
    this.fib = fib;
    this.routing = routing;
    this.exceptions = exceptions;
  }

  /**
   * Looks up a route, as {@code ip route get}.
   *
   * @throws ErrnoException ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL as the kernel answers
   */
  public RouteAnswer to(RouteQuery query) {
    Link in = query.in();
    if (in == null) {
      return answer(routing.output(query.destination(), query.from(), query.out(), query.traits()));
    }
    Ipv4Address source = query.from() == null ? Ipv4Address.ANY : query.from();
    return switch (routing.input(source, query.destination(), in, query.traits())) {
      case InputRoute.Forward forward ->
          answer(routing.forward(forward.match(), source, query.destination()));
      case InputRoute.Local local -> toThisHost(RouteType.LOCAL);
      case InputRoute.Broadcast broadcast -> toThisHost(RouteType.BROADCAST);
      case InputRoute.Refused refused -> throw new ErrnoException(refused.error());
      case InputRoute.Martian martian -> throw new ErrnoException(Errno.EINVAL);
    };
  }

  /**
   * Routes learned from ICMP for single destinations, as {@code ip route show cache} lists them.
   */
  public SortedMap<Ipv4Address, RouteAnswer> learned() {
    SortedMap<Ipv4Address, RouteAnswer> learned = new TreeMap<>();
    for (Ipv4Address destination : exceptions.destinations()) {
      try {
        Path path = routing.output(destination, null, null);
        if (path.exception() != null) {
          learned.put(destination, answer(path));
        }
      } catch (ErrnoException noRoute) {
        // An exception is invalid without its route.
      }
    }
    return learned;
  }

  private RouteAnswer toThisHost(RouteType type) {
    return new RouteAnswer(
        type, links.loopback(), null, null, 0, Duration.ZERO, false, null, Fib.LOCAL, true);
  }

  private RouteAnswer answer(Path path) {
    PathException known = path.exception();
    Ipv4Address gateway =
        path.match() == null || path.type() != RouteType.UNICAST
            ? null
            : known != null && known.gateway() != null
                ? known.gateway()
                : path.match().way().gateway();
    return new RouteAnswer(
        path.type(),
        path.device(),
        gateway,
        path.source(),
        known == null ? 0 : known.mtu(),
        known == null ? Duration.ZERO : Duration.ofNanos(known.expires() - links.loop().nanoTime()),
        known != null && known.gateway() != null,
        path.match() == null ? null : path.match().route(),
        path.match() == null ? 0 : fib.tableOf(path.match().route()),
        path.isDelivered());
  }
}
