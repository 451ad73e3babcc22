package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.SocketOwner;
import dev.cnilab.netsim.packet.EtherPayload;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.PacketWords;
import dev.cnilab.netsim.trace.Step;
import dev.cnilab.netsim.trace.TraceRecorder;
import org.jspecify.annotations.Nullable;

/**
 * A packet on its way (struct sk_buff): its immutable content, its link-layer addresses, and the
 * metadata of the kernel it is in.
 */
public final class Skb {
  /** The number of links a packet may cross between two routers. */
  private static final int MAX_LINKS = 32;

  private EtherPayload payload;
  private MacAddress source = MacAddress.ZERO;
  private MacAddress destination = MacAddress.ZERO;
  private int mark;
  private @Nullable SocketOwner owner;
  private @Nullable ConnectionNote connection;
  private @Nullable Link bridgePort;
  private @Nullable Link bridgedTo;
  private @Nullable Ipv4Address nextHop;
  private @Nullable TunnelKey tunnelKey;
  private final @Nullable TraceRecorder trace;
  private int crossed;

  /**
   * Creates a packet in the kernel that sends it.
   *
   * @param trace records its fate; null if it is not traced
   */
  public Skb(EtherPayload payload, @Nullable TraceRecorder trace) {
    this.payload = payload;
    this.trace = trace;
  }

  /** Creates a packet from a frame. */
  public Skb(EthernetFrame frame, @Nullable TraceRecorder trace) {
    this(frame.payload(), trace);
    address(frame.source(), frame.destination());
  }

  public EtherPayload payload() {
    return payload;
  }

  /** The payload, which must be IPv4. */
  public Ipv4Packet packet() {
    return (Ipv4Packet) payload;
  }

  /** Replaces the packet by a rewritten one. */
  public void replace(Ipv4Packet rewritten) {
    payload = rewritten;
  }

  /** Replaces the frame by a changed one. */
  void replace(EthernetFrame other) {
    payload = other.payload();
    address(other.source(), other.destination());
  }

  public MacAddress source() {
    return source;
  }

  public MacAddress destination() {
    return destination;
  }

  /** Sets the link-layer header. */
  public void address(MacAddress from, MacAddress to) {
    source = from;
    destination = to;
  }

  /** The packet with its link-layer header, as a frame. */
  public EthernetFrame frame() {
    return new EthernetFrame(destination, source, payload);
  }

  /** The length of {@link #frame}, in bytes. */
  public int frameLength() {
    return EthernetFrame.HEADER + payload.length();
  }

  /** The firewall mark; 0 if none was set. */
  public int mark() {
    return mark;
  }

  public void mark(int newMark) {
    mark = newMark;
  }

  /**
   * The owner of the socket that sends it; null for packets that no socket of this kernel sends.
   */
  public @Nullable SocketOwner owner() {
    return owner;
  }

  public void owner(SocketOwner sender) {
    owner = sender;
  }

  /** The state that connection tracking attached; null if it did not see the packet. */
  public @Nullable ConnectionNote connection() {
    return connection;
  }

  public void connection(@Nullable ConnectionNote tracked) {
    connection = tracked;
  }

  /** The bridge port on which it came in, for the match physdev; null if it was not bridged. */
  public @Nullable Link bridgePort() {
    return bridgePort;
  }

  public void bridgePort(@Nullable Link port) {
    bridgePort = port;
  }

  /** The bridge port by which it is about to leave; null unless a bridge forwards it. */
  public @Nullable Link bridgedTo() {
    return bridgedTo;
  }

  public void bridgedTo(@Nullable Link port) {
    bridgedTo = port;
  }

  /** Its next hop, for a tunnel without a remote address; null if none was set. */
  public @Nullable Ipv4Address nextHop() {
    return nextHop;
  }

  public void nextHop(Ipv4Address hop) {
    nextHop = hop;
  }

  /** The destination for a tunnel without settings of its own; null if none was set. */
  public @Nullable TunnelKey tunnelKey() {
    return tunnelKey;
  }

  public void tunnelKey(TunnelKey key) {
    tunnelKey = key;
  }

  /** The recorder of this packet's fate; null if it is not traced. */
  public @Nullable TraceRecorder trace() {
    return trace;
  }

  public boolean isTraced() {
    return trace != null;
  }

  /**
   * Records a step in the trace, if there is one; check {@link #isTraced} before creating costly
   * steps.
   */
  public void note(Links at, Step step) {
    if (trace != null) {
      trace.note(at.namespace(), at.loop().nanoTime(), step);
    }
  }

  /**
   * Records a rewritten address or port, if anything was rewritten.
   *
   * @param by the hook or program
   * @param before the payload before
   */
  public void noteTranslation(Links at, String by, EtherPayload before) {
    if (trace != null
        && before instanceof Ipv4Packet earlier
        && payload instanceof Ipv4Packet later) {
      String from = PacketWords.ends(earlier);
      String to = PacketWords.ends(later);
      if (!from.equals(to)) {
        note(at, new Step.Translated(by, from, to));
      }
    }
  }

  /** Records that the packet was dropped here. */
  public void drop(Links at, DropReason reason, String detail) {
    if (trace != null) {
      note(at, new Step.Dropped(reason, detail));
    }
  }

  /**
   * Counts one more link; false after too many links without being routed, because the packet must
   * then be in a loop.
   */
  boolean mayCrossLink() {
    crossed++;
    return crossed <= MAX_LINKS;
  }

  /**
   * Resets the link count when a router forwards the packet, because the TTL ends a loop of
   * routers.
   */
  public void routed() {
    crossed = 0;
  }

  /** A copy of this packet, for example for flooding. */
  Skb copy() {
    Skb copy = new Skb(payload, trace == null ? null : trace.fork());
    copy.address(source, destination);
    copy.mark = mark;
    copy.connection = connection;
    copy.bridgePort = bridgePort;
    copy.crossed = crossed;
    return copy;
  }

  /** A packet made from this one: the reassembled whole, or the packet that encapsulates it. */
  public Skb with(Ipv4Packet other) {
    return with(other, trace);
  }

  /** One of several fragments of this packet. */
  public Skb part(Ipv4Packet part) {
    return with(part, trace == null ? null : trace.fork());
  }

  private Skb with(Ipv4Packet other, @Nullable TraceRecorder recorder) {
    Skb next = new Skb(other, recorder);
    next.address(source, destination);
    next.mark = mark;
    next.owner = owner;
    next.connection = connection;
    return next;
  }

  /** Removes the kernel's metadata, when the packet leaves on a wire. */
  void scrub() {
    mark = 0;
    owner = null;
    connection = null;
    bridgePort = null;
  }
}
