package dev.cnilab.netsim.trace;

import java.util.List;
import java.util.Optional;

/**
 * The path of one packet, hop by hop. If a bridge flooded it, this is the path of the copy that got
 * farthest, and the others are {@code copies}.
 *
 * @param kind the packet's relation to the one that was traced
 * @param consequences the traces of the packets that answer this one
 */
public record Trace(Kind kind, List<Hop> hops, List<List<Hop>> copies, List<Trace> consequences) {

  /** The relation of a packet to the one that was traced. */
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

  /** The last step; empty if the packet was never sent. */
  public Optional<Step> last() {
    return hops.isEmpty() ? Optional.empty() : Optional.of(hops.get(hops.size() - 1).last());
  }

  /** Whether the packet reached its receiver. */
  public boolean isDelivered() {
    return last().filter(Step.Delivered.class::isInstance).isPresent();
  }

  /** Why and where the packet was dropped; empty if it was not, or is still on its way. */
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
