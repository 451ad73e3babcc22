package dev.cnilab.netsim.link;

import dev.cnilab.netsim.link.BridgePort.Switch;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import org.jspecify.annotations.Nullable;

/** Sends the frames of a bridge out of its ports (net/bridge/br_forward.c). */
final class BridgeForwarding {
  private final Bridge bridge;

  BridgeForwarding(Bridge bridge) {
    this.bridge = bridge;
  }

  /**
   * Sends copies out of all ports that may carry the frame.
   *
   * @param in the port it came in on; null for a frame of this host
   */
  void flood(Skb skb, @Nullable BridgePort in) {
    BridgePort previous = null;
    for (BridgePort port : bridge.ports()) {
      boolean ownGroup = in == null && skb.destination().isMulticast();
      if (delivers(port, in) && (ownGroup || port.floods(skb.destination()))) {
        if (previous != null) {
          forward(skb.copy(), in, previous, Step.Bridged.Reason.FLOODED);
        }
        previous = port;
      }
    }
    if (previous != null) {
      forward(skb, in, previous, Step.Bridged.Reason.FLOODED);
    } else {
      skb.drop(
          bridge.links(), DropReason.NO_TX_TARGET, bridge.name() + " has no other port to send to");
    }
  }

  private boolean delivers(BridgePort port, @Nullable BridgePort in) {
    return port.isForwarding()
        && (port != in || port.is(Switch.HAIRPIN))
        && !(in != null && in.is(Switch.ISOLATED) && port.is(Switch.ISOLATED));
  }

  /**
   * Sends a frame out of one port.
   *
   * @param in the port it came in on; null for a frame of this host
   */
  void forward(Skb skb, @Nullable BridgePort in, BridgePort to, Step.Bridged.Reason why) {
    if (!delivers(to, in)) {
      skb.drop(bridge.links(), DropReason.NO_TX_TARGET, refusal(in, to));
      return;
    }
    if (skb.isTraced()) {
      skb.note(bridge.links(), new Step.Bridged(bridge.name(), to.link().name(), why));
    }
    BridgeFilter filter = bridge.links().layer().bridgeFilter();
    if (in == null || !bridge.isSeenByIptables(skb)) {
      push(skb, to.link());
    } else if (filter.forward(skb, bridge, in.link(), to.link())) {
      if (skb.payload().length() > to.link().mtu()) {
        filter.divide(skb, to.link()).forEach(part -> push(part, to.link()));
      } else {
        push(skb, to.link());
      }
    }
  }

  private static String refusal(@Nullable BridgePort in, BridgePort to) {
    String port = "port " + to.link().name();
    if (!to.isForwarding()) {
      return port + " is disabled";
    }
    return to == in ? port + " is where it came from, and hairpin is off" : port + " is isolated";
  }

  private void push(Skb skb, Link out) {
    if (out.largestPacket().admits(skb)) {
      out.transmit(skb);
    } else {
      skb.drop(
          bridge.links(),
          DropReason.PKT_TOO_BIG,
          skb.payload().length() + " bytes, the mtu of " + out.name() + " is " + out.mtu());
    }
  }
}
