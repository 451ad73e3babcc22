package dev.cnilab.netsim.trace;

import java.util.List;
import java.util.Optional;

/**
 * The way of one packet, hop by hop. Where a bridge flooded it, this is the way of the copy that
 * got farthest, and the others are {@code copies}.
 *
 * @param kind what the packet was in relation to the one it was asked about
 * @param consequences the traces of the packets that answer this one
 */
public record Trace(Kind kind, List<Hop> hops, List<List<Hop>> copies, List<Trace> consequences) {

  /** What a packet is in relation to the one that a trace was asked for. */
  public enum Kind {
    REQUEST,
    REPLY,
    ERROR
  }

  public Trace {
    hops = List.copyOf(hops);
    copies = List.copyOf(copies);
    consequences = List.copyOf(consequences);
  }

  /** The last thing that happened; empty if the packet was never sent. */
  public Optional<Step> last() {
    return hops.isEmpty() ? Optional.empty() : Optional.of(hops.get(hops.size() - 1).last());
  }

  /** Whether the packet reached who it was for. */
  public boolean isDelivered() {
    return last().filter(Step.Delivered.class::isInstance).isPresent();
  }

  /** Why and where the packet was lost; empty if it was not, or is still on its way. */
  public Optional<Step.Dropped> drop() {
    return last().filter(Step.Dropped.class::isInstance).map(Step.Dropped.class::cast);
  }

  /** The reply's trace, if one was sent. */
  public Optional<Trace> reply() {
    return consequences.stream().filter(each -> each.kind == Kind.REPLY).findFirst();
  }

  /** The trace of the ICMP error about this packet, if one was sent. */
  public Optional<Trace> error() {
    return consequences.stream().filter(each -> each.kind == Kind.ERROR).findFirst();
  }
}
