package dev.cnilab.cluster.image.weave.router;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanFdb;
import dev.cnilab.netsim.link.VxlanSettings;

/**
 * A node's links of the network: the bridge {@code weave} with the pods' links, and behind a veth
 * pair {@code datapath}, which sends frames for other nodes' pods into the tunnel.
 */
public final class WeaveBridge {
  public static final String NAME = "weave";
  private static final String DATAPATH = "datapath";
  private static final String TUNNEL = "vxlan-6784";
  private static final int PORT = 6784;

  /** What is left with encryption of 1410 bytes, which pass in most clouds; weave's default. */
  public static final int MTU = 1376;

  /** The tunnel itself has no limit, like the kernel's tunnels with externally set keys. */
  private static final int TUNNEL_MTU = 65535;

  private final NetworkNamespace node;
  private final int mtu;

  /**
   * The links of a node.
   *
   * @param mtu of those that are created; others keep theirs
   */
  public WeaveBridge(NetworkNamespace node, int mtu) {
    this.node = node;
    this.mtu = mtu;
  }

  /**
   * Creates missing links.
   *
   * @param mac the bridge's address if it is created
   */
  public void ensure(MacAddress mac) {
    if (node.links().find(NAME).isEmpty()) {
      Bridge bridge = node.links().addBridge(NAME);
      bridge.setAddress(mac);
      bridge.setMtu(mtu);
    }
    if (node.links().find(DATAPATH).isEmpty()) {
      node.links().addDatapath(DATAPATH).setMtu(mtu);
    }
    if (node.links().find("vethwe-bridge").isEmpty()) {
      Veth cable = node.links().addVeth("vethwe-datapath", node.links(), "vethwe-bridge");
      plug(cable, DATAPATH);
      plug(cable.peer(), NAME);
    }
    if (node.links().find(TUNNEL).isEmpty()) {
      Vxlan tunnel = node.links().addVxlan(TUNNEL, VxlanSettings.of(0).port(PORT));
      tunnel.setMtu(TUNNEL_MTU);
      bridge(DATAPATH).setMtu(mtu);
      tunnel.setMaster(bridge(DATAPATH));
      tunnel.setUp();
    }
    bridge(DATAPATH).setUp();
    bridge(NAME).setUp();
  }

  private void plug(Veth end, String bridge) {
    end.setMtu(mtu);
    end.setMaster(bridge(bridge));
    end.setUp();
  }

  private Bridge bridge(String name) {
    return (Bridge) node.links().find(name).orElseThrow();
  }

  /** Gives the node an address in the network: {@code weave expose}. */
  public void expose(Ipv4Prefix address) {
    Link bridge = bridge(NAME);
    if (bridge.addresses().stream().noneMatch(each -> each.local().equals(address))) {
      bridge.inet().add(address, LinkAddress.Scope.GLOBAL, address.broadcast());
    }
    node.sysctl().set("net.ipv4.ip_forward", "1");
  }

  /** Sends broadcast frames, and those to unknown addresses, to a peer as well. */
  void connect(Ipv4Address peer) {
    tunnel(vxlan -> vxlan.fdb().append(MacAddress.ZERO, peer));
  }

  /** Undoes {@link #connect}. */
  void disconnect(Ipv4Address peer) {
    tunnel(
        vxlan -> {
          for (VxlanFdb.Remote remote : vxlan.fdb().list()) {
            if (remote.vtep().equals(peer)) {
              vxlan.fdb().remove(remote.address(), peer);
            }
          }
        });
  }

  private void tunnel(java.util.function.Consumer<Vxlan> change) {
    node.links()
        .find(TUNNEL)
        .ifPresent(
            link -> {
              try {
                change.accept((Vxlan) link);
              } catch (ErrnoException alreadyGone) {
                // another program has changed the forwarding database in the meantime: the next
                // check repairs it
              }
            });
  }
}
