package dev.cnilab.cluster.image.cilium.datapath;

import dev.cnilab.netsim.conntrack.tuple.Tuple;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.TcpSegment;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The allowed connections of one pod, each identified by the tuple of its first packet. */
final class CtMap {
  private static final long TCP_LIFETIME = Duration.ofSeconds(8000).toNanos();
  private static final long OTHER_LIFETIME = Duration.ofSeconds(60).toNanos();
  private static final int MOST = 65_536;

  private final EventLoop loop;
  private final Map<Tuple, Long> lastSeen = new HashMap<>();

  CtMap(EventLoop loop) {
    this.loop = loop;
  }

  /** Records a packet of an allowed connection. */
  void note(Tuple tuple) {
    if (lastSeen.size() >= MOST) {
      lastSeen.keySet().removeIf(each -> !isAlive(each));
    }
    lastSeen.put(tuple, loop.nanoTime());
  }

  /** Whether it is the reply to an allowed packet; a reply keeps the connection alive. */
  boolean isReply(Tuple tuple) {
    Tuple opening = tuple.reversed();
    if (!isAlive(opening)) {
      return false;
    }
    lastSeen.put(opening, loop.nanoTime());
    return true;
  }

  /** Whether an ICMP error is about an allowed packet, in either direction. */
  boolean isRelated(@Nullable Tuple quoted) {
    return quoted != null && (isAlive(quoted) || isAlive(quoted.reversed()));
  }

  private boolean isAlive(Tuple tuple) {
    Long seen = lastSeen.get(tuple);
    long lifetime = tuple.protocol() == TcpSegment.PROTOCOL ? TCP_LIFETIME : OTHER_LIFETIME;
    return seen != null && loop.nanoTime() - seen < lifetime;
  }
}
