package dev.cnilab.cluster.image.flannel.backend;

import dev.cnilab.cluster.image.flannel.subnet.FlanneldExit;
import dev.cnilab.cluster.image.flannel.subnet.FlanneldLog;
import dev.cnilab.cluster.image.flannel.subnet.Lease;
import dev.cnilab.cluster.image.flannel.subnet.NetConf;
import dev.cnilab.cluster.image.flannel.subnet.SubnetManager;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanFdb;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Optional;

/** Packets go through a VXLAN tunnel: {@code pkg/backend/vxlan}. */
final class VxlanBackend implements Backend {
  private static final String NAME = "vxlan";

  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

  private final SubnetManager manager;
  private final NetworkNamespace node;
  private final ExternalInterface external;
  private final VxlanConfig config;
  private final FlannelVxlanDevice device;
  private final Ipv4Prefix subnet;
  private final FlanneldLog log;

  private VxlanBackend(
      SubnetManager manager,
      NetworkNamespace node,
      ExternalInterface external,
      VxlanConfig config,
      FlannelVxlanDevice device,
      Ipv4Prefix subnet,
      FlanneldLog log) {
    this.manager = manager;
    this.node = node;
    this.external = external;
    this.config = config;
    this.device = device;
    this.subnet = subnet;
    this.log = log;
  }

  static VxlanBackend register(
      SubnetManager manager, NetworkNamespace node, ExternalInterface external, FlanneldLog log)
      throws FlanneldExit {
    NetConf netConf = manager.config();
    VxlanConfig config = VxlanConfig.parse(netConf.backend(), external.link().mtu());
    log.info("vxlan.go:128", "VXLAN config: " + config);
    Optional<MacAddress> stored = storedMac(manager, config, log);
    try {
      FlannelVxlanDevice device =
          new FlannelVxlanDevice(node, config, external.link(), external.publicIp(), stored);
      String data = "{\"VNI\":" + config.vni() + ",\"VtepMAC\":\"" + device.mac() + "\"}";
      Ipv4Prefix subnet = manager.acquireLease(external.publicIp(), NAME, data, log);
      device.configure(subnet, netConf.network());
      return new VxlanBackend(manager, node, external, config, device, subnet, log);
    } catch (ErrnoException refused) {
      throw FlanneldExit.registering("failed to create vxlan device: " + GoText.errno(refused));
    }
  }

  /** The address that the device had before, as the node's annotations have it. */
  private static Optional<MacAddress> storedMac(
      SubnetManager manager, VxlanConfig config, FlanneldLog log) {
    Optional<MacAddress> stored =
        manager.readAnnotations("kube.go:710", log).flatMap(SubnetManager::storedMac);
    stored.ifPresent(
        mac ->
            log.info(
                "vxlan.go:199",
                "Interface flannel." + config.vni() + " mac address set to: " + mac));
    return stored;
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
  public void run(Process process) {
    log.info("vxlan_network.go:68", "watching for new subnet leases");
    log.info("vxlan_network.go:126", "starting vxlan device watcher");
    Runnable unsubscribe =
        node.links()
            .listeners()
            .onRemoved(
                link -> {
                  if (link.name().equals(device.name())) {
                    replaceDevice(process);
                  }
                });
    process.onExit(status -> unsubscribe.run());
  }

  /** In a task of its own, as it asks the API server. */
  private void replaceDevice(Process process) {
    Task task =
        process
            .loop()
            .spawn(
                "flanneld recreates " + device.name(),
                () -> {
                  log.info("vxlan_network.go:172", "Interface " + device.name() + " deleted");
                  log.info(
                      "vxlan_network.go:102", "vxlan device missing, attempting to recreate...");
                  recreate(process.loop());
                });
    process.onExit(status -> task.interrupt());
  }

  private void recreate(EventLoop loop) {
    Duration backoff = FIRST_BACKOFF;
    while (!isRecreated(backoff)) {
      loop.sleep(backoff);
      Duration doubled = backoff.multipliedBy(2);
      backoff = doubled.compareTo(LONGEST_BACKOFF) < 0 ? doubled : LONGEST_BACKOFF;
    }
  }

  private boolean isRecreated(Duration backoff) {
    Link underlay = external.link();
    if (!underlay.exists()) {
      log.info(
          "vxlan_network.go:167",
          "external interface %s not found, retrying in %s"
              .formatted(underlay.name(), GoText.duration(backoff)));
      return false;
    }
    if (underlay.addresses().isEmpty()) {
      log.warning(
          "vxlan_network.go:196",
          "no IPv4 addresses found for interface " + underlay.name() + ", retrying");
      return false;
    }
    Optional<MacAddress> stored = storedMac(manager, config, log);
    try {
      device.recreate(underlay, stored, subnet, manager.config().network());
    } catch (ErrnoException refused) {
      log.error("vxlan_network.go:224", "failed to create vxlan device: " + GoText.errno(refused));
      return false;
    }
    log.info("vxlan_network.go:308", "VXLAN device " + device.name() + " recreated successfully");
    return true;
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
    return config.directRouting() && DirectRouting.isOne(node, lease.publicIp());
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
      log.error("vxlan_network.go:355", "error decoding subnet lease JSON: " + lease.complaint());
    }
    return lease.vtep();
  }

  @Override
  public void stop() {
    log.info("vxlan_network.go:134", "stopping vxlan device watcher");
  }
}
