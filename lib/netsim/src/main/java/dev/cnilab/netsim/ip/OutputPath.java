package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.caller.SocketOwner;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.link.ConnectionNote;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.trace.Trace;
import dev.cnilab.netsim.trace.TraceRecorder;
import org.jspecify.annotations.Nullable;

/** The path of a socket's packets to a destination. */
public final class OutputPath {
  private final Ipv4 ipv4;
  private final Path path;

  OutputPath(Ipv4 ipv4, Path path) {
    this.ipv4 = ipv4;
    this.path = path;
  }

  /** The source address of packets whose socket has none. */
  public Ipv4Address source() {
    return path.source();
  }

  public Link device() {
    return path.device();
  }

  /** Whether it leads to all hosts of a link: a broadcast. */
  public boolean isBroadcast() {
    return path.type() == RouteType.BROADCAST;
  }

  /** The path MTU in bytes, as far as it is known. */
  public int mtu() {
    return path.mtu();
  }

  /** Whether packets must not carry DF, because the path MTU is implausibly small. */
  public boolean mayFragmentOnly() {
    return path.isLocked();
  }

  /** The default TTL of sockets. */
  public int defaultTtl() {
    return ipv4.defaultTtl();
  }

  /** A new identification for a packet that may be fragmented. */
  public int nextIdentification() {
    return ipv4.nextIdentification();
  }

  /** Sends an answer of this host in place of the packet's receiver. */
  public void answer(Skb asked, Ipv4Packet answer) {
    TraceRecorder trace = asked.trace();
    Skb skb = new Skb(answer, trace == null ? null : trace.answer(Trace.Kind.REPLY));
    ConnectionNote note = asked.connection();
    skb.connection(note == null ? null : note.ofAnswer());
    ipv4.send(skb, path);
  }

  /**
   * Sends a packet.
   *
   * @param mark the firewall mark it carries
   * @param owner of the socket that sends it; null if none does
   * @param trace records its fate; null if it is not traced
   * @return EPERM if a filter refused it, ENOBUFS if the link did; null if it was sent
   */
  public @Nullable Errno send(
      Ipv4Packet packet, int mark, @Nullable SocketOwner owner, @Nullable TraceRecorder trace) {
    Skb skb = new Skb(packet, trace);
    skb.mark(mark);
    if (owner != null) {
      skb.owner(owner);
    }
    return ipv4.send(skb, path);
  }
}
