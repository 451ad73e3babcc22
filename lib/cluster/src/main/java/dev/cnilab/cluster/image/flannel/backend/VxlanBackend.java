package dev.cnilab.cluster.image.flannel.backend;

import dev.cnilab.cluster.image.flannel.subnet.FlannelLog;
import dev.cnilab.cluster.image.flannel.subnet.FlanneldExit;
import dev.cnilab.cluster.image.flannel.subnet.Lease;
import dev.cnilab.cluster.image.flannel.subnet.NetConf;
import dev.cnilab.cluster.image.flannel.subnet.SubnetManager;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanFdb;
import dev.cnilab.netsim.route.RouteRequest;
import java.time.Duration;
import java.util.Optional;

/** Packets go through a VXLAN tunnel: {@code pkg/backend/vxlan}. */
final class VxlanBackend implements Backend {
  private static final String NAME = "vxlan";

  private final NetworkNamespace node;
  private final ExternalInterface external;
  private final VxlanConfig config;
  private final VxlanDevice device;
  private final MacAddress mac;
  private final Ipv4Prefix subnet;
  private final Ipv4Prefix network;
  private final FlannelLog log;

  private VxlanBackend(
      NetworkNamespace node,
      ExternalInterface external,
      VxlanConfig config,
      VxlanDevice device,
      Ipv4Prefix subnet,
      Ipv4Prefix network,
      FlannelLog log) {
    this.node = node;
    this.external = external;
    this.config = config;
    this.device = device;
    this.mac = device.mac();
    this.subnet = subnet;
    this.network = network;
    this.log = log;
  }

  static VxlanBackend register(
      SubnetManager manager, NetworkNamespace node, ExternalInterface external, FlannelLog log)
      throws FlanneldExit {
    NetConf netConf = manager.config();
    VxlanConfig config = VxlanConfig.parse(netConf.backend(), external.link().mtu());
    log.info("vxlan.go:128", "VXLAN config: " + config);
    Optional<MacAddress> stored =
        manager.readAnnotations("kube.go:710", log).flatMap(SubnetManager::storedMac);
    stored.ifPresent(mac -> logMac("flannel." + config.vni(), mac, log));
    try {
      VxlanDevice device =
          new VxlanDevice(node, config, external.link(), external.publicIp(), stored);
      String data = "{\"VNI\":" + config.vni() + ",\"VtepMAC\":\"" + device.mac() + "\"}";
      Ipv4Prefix subnet = manager.acquireLease(external.publicIp(), NAME, data);
      device.configure(subnet, netConf.network());
      return new VxlanBackend(node, external, config, device, subnet, netConf.network(), log);
    } catch (ErrnoException refused) {
      throw FlanneldExit.registering("failed to create vxlan device: " + GoText.errno(refused));
    }
  }

  private static void logMac(String link, MacAddress mac, FlannelLog log) {
    log.info("vxlan.go:160", "Interface " + link + " mac address set to: " + mac);
  }

  @Override
  public Ipv4Prefix subnet() {
    return subnet;
  }

  @Override
  public int mtu() {
    return config.mtu() - Vxlan.OVERHEAD;
  }

  @Override
  public void run() {
    log.info("vxlan_network.go:68", "watching for new subnet leases");
    log.info("vxlan_network.go:126", "starting vxlan device watcher");
  }

  @Override
  public void added(Lease lease) {
    Optional<VxlanFdb.Remote> vtep = heed(lease);
    if (vtep.isEmpty()) {
      return;
    }
    if (isDirect(lease)) {
      addDirect(lease);
      return;
    }
    try {
      device.add(lease.subnet(), vtep.get());
    } catch (ErrnoException refused) {
      log.error(
          "vxlan_network.go:458",
          "failed to add vxlanRoute (%s -> %s): %s"
              .formatted(lease.subnet(), lease.subnet().address(), GoText.errno(refused)));
    }
  }

  private void addDirect(Lease lease) {
    try {
      node.routes().replace(RouteRequest.to(lease.subnet()).via(lease.publicIp()));
    } catch (ErrnoException refused) {
      log.error(
          "vxlan_network.go:421",
          "Error adding route to %s via %s: %s"
              .formatted(lease.subnet(), lease.publicIp(), GoText.errno(refused)));
    }
  }

  @Override
  public void removed(Lease lease) {
    Optional<VxlanFdb.Remote> vtep = heed(lease);
    if (vtep.isEmpty()) {
      return;
    }
    if (!isDirect(lease)) {
      device.remove(lease.subnet(), vtep.get());
      return;
    }
    try {
      node.routes().delete(RouteRequest.to(lease.subnet()).via(lease.publicIp()));
    } catch (ErrnoException refused) {
      log.error(
          "vxlan_network.go:531",
          "Error deleting route to %s via %s: %s"
              .formatted(lease.subnet(), lease.publicIp(), GoText.errno(refused)));
    }
  }

  private boolean isDirect(Lease lease) {
    return config.directRouting() && Neighbours.isOne(node, lease.publicIp());
  }

  /** The other end of the tunnel, if the lease is of this backend and valid. */
  private Optional<VxlanFdb.Remote> heed(Lease lease) {
    log.info(
        "vxlan_network.go:340", "Received Subnet Event with VxLan: " + lease.logged().attributes());
    if (!lease.backendType().equals(NAME)) {
      log.warning(
          "vxlan_network.go:342",
          "ignoring non-vxlan v4Subnet(%s) v6Subnet(::/0): type=%s"
              .formatted(lease.subnet(), lease.backendType()));
      return Optional.empty();
    }
    if (lease.vtep().isEmpty()) {
      log.error(
          "vxlan_network.go:355",
          "error decoding subnet lease JSON: no VtepMAC in " + lease.backendData());
    }
    return lease.vtep();
  }

  @Override
  public void look(Duration running) {
    if (!device.isMissing()) {
      return;
    }
    Link underlay = external.link();
    log.info("vxlan_network.go:143", "Interface " + device.name() + " deleted");
    log.info("vxlan_network.go:102", "vxlan device missing, attempting to recreate...");
    if (underlay.addresses().isEmpty()) {
      log.warning(
          "vxlan_network.go:196",
          "no IPv4 addresses found for interface " + underlay.name() + ", retrying");
      return;
    }
    logMac(device.name(), mac, log);
    device.recreate(underlay, mac, subnet, network);
    log.info("vxlan_network.go:238", "VXLAN device " + device.name() + " recreated successfully");
  }

  @Override
  public void stop() {
    log.info("vxlan_network.go:134", "stopping vxlan device watcher");
  }
}
