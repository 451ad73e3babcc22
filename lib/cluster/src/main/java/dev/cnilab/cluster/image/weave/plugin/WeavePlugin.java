package dev.cnilab.cluster.image.weave.plugin;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.CniRoute;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.cni.plugin.call.Netlink;
import dev.cnilab.cluster.image.weave.router.WeaveBridge;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort.Switch;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.packet.ArpPacket;
import dev.cnilab.netsim.packet.EthernetFrame;
import java.util.List;
import java.util.Optional;

/**
 * {@code weave-net}: a veth pair from the container to the bridge, with an address from the weaver.
 */
public final class WeavePlugin implements CniPlugin {
  /** The program's name; weave's image installs the executable. */
  public static final String PROGRAM = "cni-weave-net";

  private static final String DEFAULT_ROUTE = "0.0.0.0/0";

  /** How many characters of the container's ID fit into the name of its link on the node. */
  private static final int ID_LENGTH = 7;

  @Override
  public String about() {
    return "CNI weave-net plugin 2.8.1";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    CniResult ipam = addresses(args);
    if (ipam.ips().isEmpty()) {
      throw new CniException("IPAM plugin failed to allocate IP address");
    }
    String address = ipam.ips().getFirst().address();
    NetworkNamespace netns = args.openNetns();
    Veth veth = attach(args, netns);
    String gateway = ipam.ips().getFirst().gateway();
    List<CniResult.IpConfig> ips =
        List.of(
            new CniResult.IpConfig(1, address, gateway.isEmpty() ? bridgeAddress(args) : gateway));
    List<CniRoute> routes =
        ipam.routes().isEmpty()
            ? List.of(new CniRoute(DEFAULT_ROUTE, ips.getFirst().gateway()))
            : ipam.routes();
    Netlink.configure(
        args.process(), netns, veth, new CniResult(List.of(), ips, routes, ipam.dns()));
    announce(veth, Ipv4Prefix.parse(address).address());
    return new CniResult(
        List.of(
            new CniResult.Interface(veth.peer().name(), veth.peer().address().toString(), 0, ""),
            new CniResult.Interface(veth.name(), veth.address().toString(), 0, args.netns())),
        ips,
        routes,
        ipam.dns());
  }

  /** Announces the address on the network: another pod may have had it until just now. */
  private static void announce(Veth veth, Ipv4Address address) {
    ArpPacket gratuitous = ArpPacket.request(veth.address(), address, address);
    veth.transmit(
        new Skb(new EthernetFrame(MacAddress.BROADCAST, veth.address(), gratuitous), null));
  }

  private static CniResult addresses(CmdArgs args) throws CniException {
    String ipam = ipamType(args);
    return ipam.isEmpty() ? new WeaveIpam().add(args) : args.delegateAdd(ipam, args.config());
  }

  private static String ipamType(CmdArgs args) {
    return args.config().path("ipam").path("type").asText("");
  }

  private static Bridge bridge(CmdArgs args) throws CniException {
    String name = args.config().path("bridge").asText(WeaveBridge.NAME);
    if (args.host().links().find(name).orElse(null) instanceof Bridge bridge) {
      return bridge;
    }
    throw new CniException(
        "bridge %s not present; did you launch weave?".formatted(GoText.quote(name)));
  }

  private static Veth attach(CmdArgs args, NetworkNamespace netns) throws CniException {
    Bridge bridge = bridge(args);
    int mtu = args.config().path("mtu").asInt(bridge.mtu());
    String id = args.containerId();
    String name = "vethwepl" + id.substring(0, Math.min(ID_LENGTH, id.length()));
    try {
      Veth veth = netns.links().addVeth(args.ifName(), args.host().links(), name);
      veth.setMtu(mtu);
      veth.peer().setMtu(mtu);
      veth.peer().setMaster(bridge);
      veth.peer().port().ifPresent(port -> port.set(Switch.HAIRPIN, args.isSet("hairpinMode")));
      veth.peer().setUp();
      return veth;
    } catch (ErrnoException refused) {
      throw new CniException(
          "could not create veth pair %s-%s: %s"
              .formatted(name, args.ifName(), GoText.errno(refused)));
    }
  }

  /** The bridge's address, which the weaver sets; if it is missing, the plugin sets it. */
  private static String bridgeAddress(CmdArgs args) throws CniException {
    Bridge bridge = bridge(args);
    Optional<Ipv4Address> present =
        bridge.addresses().stream().map(each -> each.local().address()).findFirst();
    if (present.isPresent()) {
      return present.get().toString();
    }
    Ipv4Prefix exposed = Ipv4Prefix.parse(WeaveAgent.allocate(args, "weave:expose"));
    bridge.inet().add(exposed, LinkAddress.Scope.GLOBAL, exposed.broadcast());
    return exposed.address().toString();
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    Optional<Link> link = args.findNetns().flatMap(netns -> netns.links().find(args.ifName()));
    if (link.isPresent()) {
      link.get().delete();
    } else {
      args.process()
          .err()
          .println(
              "weave-cni: error removing interface %s: Link not found"
                  .formatted(GoText.quote(args.ifName())));
    }
    String ipam = ipamType(args);
    try {
      if (ipam.isEmpty()) {
        WeaveAgent.release(args);
      } else {
        args.delegate("DEL", ipam, args.config());
      }
    } catch (CniException failed) {
      args.process()
          .err()
          .println("weave-cni: unable to release IP address: " + failed.getMessage());
      throw failed;
    }
  }
}
