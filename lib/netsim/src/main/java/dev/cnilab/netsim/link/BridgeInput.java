package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;

/** Decides where a frame goes that came in on a port (br_input.c). */
final class BridgeInput {
  private final Bridge bridge;
  private final ForwardingDatabase fdb;
  private final BridgeForwarding forwarding;

  BridgeInput(Bridge bridge, ForwardingDatabase fdb, BridgeForwarding forwarding) {
    this.bridge = bridge;
    this.fdb = fdb;
    this.forwarding = forwarding;
  }

  /** Handles a frame that came in on a port (br_handle_frame). */
  void receive(Skb skb, BridgePort in) {
    if (!skb.source().isUnicast()) {
      skb.drop(
          bridge.links(), DropReason.MAC_INVALID_SOURCE, "the frame comes from " + skb.source());
    } else if (!in.isForwarding()) {
      skb.drop(
          bridge.links(),
          DropReason.BRIDGE_INGRESS_STP_STATE,
          "port " + in.link().name() + " is disabled");
    } else {
      if (!bridge.isSeenByIptables(skb)
          || bridge.links().layer().bridgeFilter().prerouting(skb, in)) {
        decide(skb, in);
      }
    }
  }

  /** Continues with a frame that its filter held back after PREROUTING. */
  void goOn(Skb skb, BridgePort in) {
    if (in.isForwarding()) {
      decide(skb, in);
    } else {
      skb.drop(
          bridge.links(), DropReason.BRIDGE_INGRESS_STP_STATE, in.link().name() + " is disabled");
    }
  }

  /** Continues with a frame that passed PREROUTING (br_handle_frame_finish). */
  private void decide(Skb skb, BridgePort in) {
    if (in.is(BridgePort.Switch.LOCKED) && fdb.find(skb.source()) != in) {
      skb.drop(
          bridge.links(),
          DropReason.NOT_SPECIFIED,
          "port " + in.link().name() + " is locked to strangers");
      return;
    }
    if (in.is(BridgePort.Switch.LEARNING) && !isOwn(skb.source())) {
      fdb.learn(skb.source(), in);
    }
    if (skb.destination().isMulticast()) {
      Skb upward = skb.copy();
      forwarding.flood(skb, in);
      passUp(upward, in);
    } else if (isOwn(skb.destination())) {
      passUp(skb, in);
    } else {
      BridgePort known = fdb.find(skb.destination());
      if (known != null) {
        forwarding.forward(skb, in, known, Step.Bridged.Reason.KNOWN);
      } else {
        forwarding.flood(skb, in);
      }
    }
  }

  private boolean isOwn(MacAddress mac) {
    return fdb.isOwn(mac) || fdb.isLocal(mac);
  }

  /** Hands a frame to this host's protocols (br_pass_frame_up). */
  private void passUp(Skb skb, BridgePort in) {
    if (!bridge.isUp()) {
      skb.drop(bridge.links(), DropReason.DEV_READY, bridge.name() + " is down");
      return;
    }
    bridge.statistics().received(skb.payload().length());
    bridge.taps().saw(skb, Tap.Direction.IN, bridge.loop());
    MacAddress to = skb.destination();
    if (to.isMulticast() || to.equals(bridge.address()) || to.equals(in.link().address())) {
      if (skb.isTraced()) {
        skb.note(
            bridge.links(),
            new Step.Bridged(bridge.name(), bridge.name(), Step.Bridged.Reason.LOCAL));
      }
      bridge.links().layer().receive(skb, bridge);
    } else {
      skb.drop(bridge.links(), DropReason.OTHERHOST, "the frame is not for " + bridge.address());
    }
  }
}
