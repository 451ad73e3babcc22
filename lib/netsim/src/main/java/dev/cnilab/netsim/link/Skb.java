package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.packet.EtherPayload;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.PacketWords;
import dev.cnilab.netsim.trace.Step;
import dev.cnilab.netsim.trace.TraceRecorder;
import org.jspecify.annotations.Nullable;

/**
 * A packet on its way (struct sk_buff): its immutable content, its link-layer addresses, and what
 * the kernel it is in notes beside it.
 */
public final class Skb {
  /** How many links a packet may cross from router to router. */
  private static final int MAX_LINKS = 32;

  private EtherPayload payload;
  private MacAddress source = MacAddress.ZERO;
  private MacAddress destination = MacAddress.ZERO;
  private int mark;
  private @Nullable ConnectionNote connection;
  private @Nullable Link bridgePort;
  private @Nullable Link bridgedTo;
  private @Nullable Ipv4Address nextHop;
  private @Nullable TunnelKey tunnelKey;
  private final @Nullable TraceRecorder trace;
  private int crossed;

  /**
   * A packet that its kernel has just made.
   *
   * @param trace who writes down what becomes of it; null if nobody asked
   */
  public Skb(EtherPayload payload, @Nullable TraceRecorder trace) {
    this.payload = payload;
    this.trace = trace;
  }

  /** A packet with its link-layer header. */
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

  /** Puts a rewritten packet in the place of the present one. */
  public void replace(Ipv4Packet rewritten) {
    payload = rewritten;
  }

  /** Puts a frame that came out otherwise in the place of the present one. */
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

  /** Writes the link-layer header. */
  public void address(MacAddress from, MacAddress to) {
    source = from;
    destination = to;
  }

  /** The packet with its link-layer header. */
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

  /** What connection tracking noted; null if it did not see the packet. */
  public @Nullable ConnectionNote connection() {
    return connection;
  }

  public void connection(@Nullable ConnectionNote tracked) {
    connection = tracked;
  }

  /** The bridge port by which it came, for the match physdev; null if it was not bridged. */
  public @Nullable Link bridgePort() {
    return bridgePort;
  }

  public void bridgePort(@Nullable Link port) {
    bridgePort = port;
  }

  /** The bridge port by which it is about to leave; null unless a bridge passes it on. */
  public @Nullable Link bridgedTo() {
    return bridgedTo;
  }

  public void bridgedTo(@Nullable Link port) {
    bridgedTo = port;
  }

  /** Where its route leads it next, for a tunnel that has no remote end; null if none was noted. */
  public @Nullable Ipv4Address nextHop() {
    return nextHop;
  }

  public void nextHop(Ipv4Address hop) {
    nextHop = hop;
  }

  /** Where a tunnel takes it that has no settings of its own; null if that was not said. */
  public @Nullable TunnelKey tunnelKey() {
    return tunnelKey;
  }

  public void tunnelKey(TunnelKey key) {
    tunnelKey = key;
  }

  /** Who writes down what becomes of this packet; null if nobody asked. */
  public @Nullable TraceRecorder trace() {
    return trace;
  }

  public boolean isTraced() {
    return trace != null;
  }

  /**
   * Notes a step in the trace, if there is one; ask {@link #isTraced} before making costly ones.
   */
  public void note(Links at, Step step) {
    if (trace != null) {
      trace.note(at.namespace(), at.loop().nanoTime(), step);
    }
  }

  /**
   * Notes that an address or port of the packet was rewritten, if one was.
   *
   * @param by the hook or program
   * @param before what it was like
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

  /** Notes that the packet ends here. */
  public void drop(Links at, DropReason reason, String detail) {
    if (trace != null) {
      note(at, new Step.Dropped(reason, detail));
    }
  }

  /**
   * Counts one more link; false if it crossed enough of them unrouted that it must be going round
   * in a loop.
   */
  boolean mayCrossLink() {
    crossed++;
    return crossed <= MAX_LINKS;
  }

  /** A router took the packet on, whose TTL ends a loop of routers. */
  public void routed() {
    crossed = 0;
  }

  /** The same packet once more, as a bridge needs it that floods. */
  Skb copy() {
    Skb copy = new Skb(payload, trace == null ? null : trace.fork());
    copy.address(source, destination);
    copy.mark = mark;
    copy.connection = connection;
    copy.bridgePort = bridgePort;
    copy.crossed = crossed;
    return copy;
  }

  /** Another packet that this one became: the whole that its parts make, or one that carries it. */
  public Skb with(Ipv4Packet other) {
    return with(other, trace);
  }

  /** A part of this packet, of which there are more. */
  public Skb part(Ipv4Packet part) {
    return with(part, trace == null ? null : trace.fork());
  }

  private Skb with(Ipv4Packet other, @Nullable TraceRecorder recorder) {
    Skb next = new Skb(other, recorder);
    next.address(source, destination);
    next.mark = mark;
    next.connection = connection;
    return next;
  }

  /** Forgets what the kernel noted, as it happens when a packet leaves by a wire. */
  void scrub() {
    mark = 0;
    connection = null;
    bridgePort = null;
  }
}
