package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.Fragment;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.MalformedPacketException;
import dev.cnilab.netsim.packet.OpaquePayload;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reassembles fragments (net/ipv4/ip_fragment.c). */
final class FragmentReassembly {
  private final Links links;
  private final Sysctl sysctl;
  private final Consumer<Skb> timedOut;
  private final Map<Key, Parts> waiting = new LinkedHashMap<>(0);

  private record Key(
      Ipv4Address source, Ipv4Address destination, int identification, int protocol) {}

  private static final class Parts {
    final TreeMap<Integer, Skb> byOffset = new TreeMap<>();
    int total = -1;
    @Nullable Timer timer;

    boolean isComplete() {
      int reached = 0;
      for (Skb part : byOffset.values()) {
        if (part.packet().fragment().offset() > reached) {
          return false;
        }
        reached =
            Math.max(reached, part.packet().fragment().offset() + part.packet().payload().length());
      }
      return reached == total;
    }
  }

  /**
   * Creates an empty queue.
   *
   * @param timedOut receives the first fragment of a packet whose others did not arrive in time
   */
  FragmentReassembly(Links links, Sysctl sysctl, Consumer<Skb> timedOut) {
    this.links = links;
    this.sysctl = sysctl;
    this.timedOut = timedOut;
  }

  /** The whole packet if this was its last missing fragment, otherwise null. */
  @Nullable Skb add(Skb part) {
    links.mib().count(Counter.IP_REASM_REQDS);
    Ipv4Packet packet = part.packet();
    Key key =
        new Key(packet.source(), packet.destination(), packet.identification(), packet.protocol());
    Parts parts = waiting.computeIfAbsent(key, none -> new Parts());
    if (parts.timer == null) {
      Duration limit = Duration.ofSeconds(sysctl.get(Setting.IPFRAG_TIME));
      parts.timer = links.loop().schedule(limit, () -> expire(key));
    }
    if (parts.byOffset.putIfAbsent(packet.fragment().offset(), part) != null) {
      part.drop(links, DropReason.DUP_FRAG, "this part came before");
      return null;
    }
    if (!packet.fragment().moreFollow()) {
      parts.total = packet.fragment().offset() + packet.payload().length();
    }
    if (!parts.isComplete()) {
      return null;
    }
    waiting.remove(key);
    parts.timer.cancel();
    return join(parts);
  }

  private @Nullable Skb join(Parts parts) {
    ByteBuffer bytes = ByteBuffer.allocate(parts.total);
    for (Skb part : parts.byOffset.values()) {
      bytes.position(part.packet().fragment().offset());
      bytes.put(part.packet().payloadBytes().buffer());
    }
    Skb first = parts.byOffset.firstEntry().getValue();
    Ipv4Packet head = first.packet();
    OpaquePayload payload = new OpaquePayload(head.protocol(), Bytes.of(bytes.array()));
    try {
      Skb whole =
          first.with(
              head.withFragment(new Fragment(head.dontFragment(), false, 0))
                  .withPayload(payload)
                  .decodePayload());
      links.mib().count(Counter.IP_REASM_OKS);
      whole.address(first.source(), first.destination());
      if (whole.isTraced()) {
        Step step = new Step.Reassembled(whole.packet().length());
        parts.byOffset.values().forEach(part -> part.note(links, step));
      }
      return whole;
    } catch (MalformedPacketException malformed) {
      first.drop(links, DropReason.IP_INHDR, "" + malformed.getMessage());
      return null;
    }
  }

  private void expire(Key key) {
    Parts parts = waiting.remove(key);
    if (parts != null) {
      links.mib().count(Counter.IP_REASM_TIMEOUT);
      links.mib().count(Counter.IP_REASM_FAILS);
      for (Skb part : parts.byOffset.values()) {
        if (part.packet().fragment().offset() == 0) {
          timedOut.accept(part);
        }
        part.drop(links, DropReason.FRAG_REASM_TIMEOUT, "not all parts came in time");
      }
    }
  }
}
