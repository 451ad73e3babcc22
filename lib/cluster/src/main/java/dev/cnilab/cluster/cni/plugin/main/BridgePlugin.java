package dev.cnilab.cluster.cni.plugin.main;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.CniRoute;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.cni.plugin.call.IpamDelegate;
import dev.cnilab.cluster.cni.plugin.call.Netlink;
import dev.cnilab.cluster.cni.plugin.call.PluginFields;
import dev.cnilab.cluster.cni.plugin.call.masquerade.Masquerade;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.BridgePort.Switch;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.OperState;
import dev.cnilab.netsim.link.Veth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code bridge}: a veth from the container to a bridge on the node, which is its gateway. */
public final class BridgePlugin implements CniPlugin {
  /**
   * Joining a network namespace takes longer than looking at a bridge: of plugins that run at the
   * same time, each sees the bridge as it was before the first port.
   */
  private static final Duration JOIN = Duration.ofMillis(1);

  /** How long a port may take to come up: {@code retries} in bridge.go, in milliseconds. */
  private static final List<Integer> PORT_RETRIES = List.of(0, 50, 500, 1000, 1000);

  private static final int CONTAINER_INTERFACE = 2;

  @Override
  public PluginFields fields() {
    return PluginFields.of("bridge");
  }

  @Override
  public String about() {
    return "CNI bridge plugin v1.10.0";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    IpamDelegate ipam = new IpamDelegate(args);
    boolean leavesDown = args.isSet("disableContainerInterface");
    if (leavesDown && !ipam.isNone()) {
      throw new CniException("cannot use IPAM when DisableContainerInterface flag is set");
    }
    if (args.isSet("hairpinMode") && args.isSet("promiscMode")) {
      throw new CniException("cannot set hairpin mode and promiscuous mode at the same time");
    }
    Bridge bridge = ensureBridge(args);
    MacAddress mac = bridge.address();
    NetworkNamespace netns;
    try {
      netns = args.openNetns();
    } catch (CniException refused) {
      throw refused.during("failed to open netns " + GoText.quote(args.netns()));
    }
    args.process().loop().sleep(JOIN);
    int mtu = args.config().path("mtu").asInt(0);
    Veth veth =
        VethPair.create(netns, args.ifName(), args.host(), mtu, HardwareAddress.ofBridge(args));
    veth.peer().setMaster(bridge);
    BridgePort port = veth.peer().port().orElseThrow();
    port.set(Switch.HAIRPIN, args.isSet("hairpinMode"));
    port.set(Switch.ISOLATED, args.isSet("portIsolation"));
    CniResult given = CniResult.EMPTY;
    if (!ipam.isNone()) {
      given = addressed(args, bridge, mac, netns, veth);
    } else if (!leavesDown) {
      veth.setUp();
    }
    if (!leavesDown) {
      awaitPort(args, veth.peer());
    }
    return new CniResult(
        interfaces(args, bridge, veth), given.ips(), given.routes(), dns(args, given));
  }

  private static ObjectNode dns(CmdArgs args, CniResult ipam) {
    return args.config().path("dns") instanceof ObjectNode own ? own : ipam.dns();
  }

  private static List<CniResult.Interface> interfaces(CmdArgs args, Bridge bridge, Veth veth) {
    return List.of(
        new CniResult.Interface(bridge.name(), bridge.address().toString(), 0, ""),
        new CniResult.Interface(veth.peer().name(), veth.peer().address().toString(), 0, ""),
        new CniResult.Interface(veth.name(), veth.address().toString(), 0, args.netns()));
  }

  private static Bridge ensureBridge(CmdArgs args) throws CniException {
    String name = args.config().path("bridge").asText("cni0");
    try {
      Optional<Link> existing = args.host().links().find(name);
      if (existing.isEmpty()) {
        Bridge added = args.host().links().addBridge(name);
        int mtu = args.config().path("mtu").asInt(0);
        if (mtu > 0) {
          added.setMtu(mtu);
        }
        existing = Optional.of(added);
      }
      if (!(existing.get() instanceof Bridge bridge)) {
        throw new CniException("\"" + name + "\" already exists but is not a bridge");
      }
      if (args.isSet("promiscMode")) {
        bridge.options().setPromiscuous(true);
      }
      bridge.setUp();
      return bridge;
    } catch (ErrnoException refused) {
      throw new CniException(
          "failed to create bridge \"%s\": could not add \"%s\": %s"
              .formatted(name, name, GoText.errno(refused)));
    } catch (CniException refused) {
      throw refused.during("failed to create bridge \"" + name + "\"");
    }
  }

  /** Asks for addresses and configures them; on failure they are released. */
  private static CniResult addressed(
      CmdArgs args, Bridge bridge, MacAddress mac, NetworkNamespace netns, Veth veth)
      throws CniException {
    CniResult ipam = new IpamDelegate(args).add();
    try {
      CniResult result = withGateways(args, ipam);
      Netlink.configure(args.process(), netns, veth, result);
      if (isGateway(args)) {
        for (CniResult.IpConfig ip : result.ips()) {
          ensureAddress(args, bridge, mac, gateway(ip));
        }
        args.host().sysctl().set("net.ipv4.ip_forward", "1");
      }
      if (args.isSet("ipMasq")) {
        Masquerade.setup(args, result);
      }
      return result;
    } catch (CniException failed) {
      new IpamDelegate(args).release();
      throw failed;
    }
  }

  private static boolean isGateway(CmdArgs args) {
    return args.isSet("isGateway") || args.isSet("isDefaultGateway");
  }

  /** {@code calcGateways}: the subnet's first address, and a default route to it. */
  private static CniResult withGateways(CmdArgs args, CniResult ipam) {
    List<CniResult.IpConfig> ips = new ArrayList<>();
    List<CniRoute> routes = new ArrayList<>(ipam.routes());
    boolean hasDefault =
        routes.stream()
            .anyMatch(
                route -> route.destination().equals("0.0.0.0/0") && !route.gateway().isEmpty());
    for (CniResult.IpConfig ip : ipam.ips()) {
      String gateway = ip.gateway();
      if (gateway.isEmpty() && isGateway(args)) {
        gateway = Ipv4Prefix.parse(ip.address()).network().address().plus(1).toString();
      }
      ips.add(new CniResult.IpConfig(CONTAINER_INTERFACE, ip.address(), gateway));
      if (args.isSet("isDefaultGateway") && !hasDefault) {
        routes.add(new CniRoute("0.0.0.0/0", gateway));
        hasDefault = true;
      }
    }
    return new CniResult(List.of(), ips, routes, ipam.dns());
  }

  private static Ipv4Prefix gateway(CniResult.IpConfig ip) {
    return new Ipv4Prefix(Ipv4Address.parse(ip.gateway()), Ipv4Prefix.parse(ip.address()).length());
  }

  /**
   * {@code ensureAddr}: gives the bridge the gateway's address, and no other. Its MAC address is
   * set to itself, so that it no longer follows its ports; since 1.10.0 that happens at each ADD,
   * and the kernel then forgets the neighbors.
   *
   * @param mac its address before a port was added; all zeros if it had lost its last port
   */
  private static void ensureAddress(CmdArgs args, Bridge bridge, MacAddress mac, Ipv4Prefix gateway)
      throws CniException {
    for (LinkAddress address : bridge.addresses()) {
      if (address.local().equals(gateway)) {
        bridge.setAddress(ownAddress(args, mac));
        return;
      }
      if (!args.isSet("forceAddress")) {
        throw new CniException(
            "failed to set bridge addr: \"%s\" already has an IP address different from %s"
                .formatted(bridge.name(), gateway));
      }
      bridge.inet().remove(address.local());
    }
    try {
      Netlink.addAddress(bridge, gateway);
    } catch (ErrnoException refused) {
      throw new CniException(
          "failed to set bridge addr: could not add IP address %s to \"%s\": %s"
              .formatted(gateway, bridge.name(), GoText.errno(refused)));
    }
    bridge.setAddress(ownAddress(args, mac));
  }

  private static MacAddress ownAddress(CmdArgs args, MacAddress mac) {
    return mac.equals(MacAddress.ZERO) ? MacAddress.random(args.process().loop().random()) : mac;
  }

  private static void awaitPort(CmdArgs args, Veth port) throws CniException {
    for (int milliseconds : PORT_RETRIES) {
      if (milliseconds > 0) {
        args.process().loop().sleep(Duration.ofMillis(milliseconds));
      }
      if (port.operState() == OperState.UP) {
        return;
      }
    }
    throw new CniException(
        "bridge port in error state: " + port.operState().toString().toLowerCase(Locale.ROOT));
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    Optional<NetworkNamespace> netns = args.findNetns();
    Optional<Link> link = netns.flatMap(found -> found.links().find(args.ifName()));
    link.ifPresent(Link::delete);
    if (!new IpamDelegate(args).isNone()) {
      new IpamDelegate(args).run("DEL");
    }
    if (args.isSet("ipMasq")) {
      Masquerade.teardown(args);
    }
  }

  @Override
  public void status(CmdArgs args) throws CniException {
    if (!new IpamDelegate(args).isNone()) {
      new IpamDelegate(args).run("STATUS");
    }
  }

  @Override
  public void check(CmdArgs args) throws CniException {
    NetworkNamespace netns = args.openNetns();
    if (!new IpamDelegate(args).isNone()) {
      new IpamDelegate(args).run("CHECK");
    }
    CniResult previous =
        args.prevResult().orElseThrow(() -> new CniException("Required prevResult missing"));
    String name = args.config().path("bridge").asText("cni0");
    if (!(args.host().links().find(name).orElse(null) instanceof Bridge bridge)) {
      throw new CniException("Interface " + name + " not found");
    }
    if (bridge.options().promiscuous() != args.isSet("promiscMode")) {
      throw new CniException(
          "Bridge interface %s configured Promisc Mode %s doesn't match current state: %s "
              .formatted(name, args.isSet("promiscMode"), bridge.options().promiscuous()));
    }
    if (!(netns.links().find(args.ifName()).orElse(null) instanceof Veth veth)) {
      throw new CniException("Interface name " + args.ifName() + " not found");
    }
    if (veth.peer().port().map(BridgePort::bridge).filter(bridge::equals).isEmpty()) {
      throw new CniException("CNI veth created for bridge " + name + " was not found");
    }
    for (CniResult.IpConfig ip : previous.ips()) {
      if (veth.addresses().stream().noneMatch(own -> own.local().toString().equals(ip.address()))) {
        throw new CniException(
            "Failed to match addr %s on interface %s".formatted(ip.address(), args.ifName()));
      }
    }
  }
}
