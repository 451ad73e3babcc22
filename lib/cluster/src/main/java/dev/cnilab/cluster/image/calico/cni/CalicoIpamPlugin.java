package dev.cnilab.cluster.image.calico.cni;

import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.cluster.image.calico.ipam.CalicoIpam;
import dev.cnilab.cluster.image.calico.ipam.IpamException;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code calico-ipam}: an address for a pod, under a handle named after its sandbox. */
final class CalicoIpamPlugin implements CniPlugin {
  private final CniDatastore datastores;

  CalicoIpamPlugin(ApiClients clients) {
    this.datastores = new CniDatastore(clients);
  }

  @Override
  public String about() {
    return "Calico CNI IPAM plugin v3.31.2";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    CniLog log = CniLog.of(args.process(), args.config());
    String node = Nodename.of(args);
    Datastore datastore = datastores.open(args);
    CalledPod workload = CalledPod.of(args);
    log.info(
        "ipam/ipam_plugin.go 283",
        "Calico CNI IPAM request count IPv4=1 IPv6=0 ContainerID=\"%s\" HandleID=\"%s\" Workload=\"%s\""
            .formatted(args.containerId(), handle(args), workload.endpoint(node, args.ifName())));
    log.info("ipam/ipam.go 105", "Auto-assign 1 ipv4, 0 ipv6 addrs for host '" + node + "'");
    try {
      Ipv4Address address = assign(args, datastore, node, workload);
      log.info(
          "ipam/ipam.go 878",
          "Auto-assigned 1 out of 1 IPv4s: [%s/%d] handle=\"%s\" host=\"%s\""
              .formatted(address, blockSize(datastore, address), handle(args), node));
      return new CniResult(
          List.of(),
          List.of(new CniResult.IpConfig(null, address + "/32", "")),
          List.of(),
          CniResult.EMPTY.dns());
    } catch (IpamException exhausted) {
      String text = exhausted.getMessage();
      throw new CniException(
          text.startsWith("Assigned") ? "failed to request IPv4 addresses: " + text : text);
    } catch (ApiException refused) {
      throw new CniException(CniDatastore.words(refused));
    }
  }

  private static int blockSize(Datastore datastore, Ipv4Address address) {
    return datastore.pools().stream()
        .filter(pool -> pool.cidr().contains(address))
        .mapToInt(IpPool::blockSize)
        .findFirst()
        .orElse(Ipv4Prefix.of(address).length());
  }

  private static Ipv4Address assign(
      CmdArgs args, Datastore datastore, String node, CalledPod workload) throws IpamException {
    Map<String, String> attributes = attributes(args, node, workload);
    String wanted = CalledPod.arguments(args).getOrDefault("IP", "");
    return wanted.isEmpty()
        ? new CalicoIpam(datastore).assign(node, IpPool.WORKLOAD, handle(args), attributes)
        : new CalicoIpam(datastore)
            .assign(node, handle(args), attributes, Ipv4Address.parse(wanted));
  }

  private static Map<String, String> attributes(CmdArgs args, String node, CalledPod workload) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("namespace", workload.namespace());
    attributes.put("node", node);
    attributes.put("pod", workload.pod());
    attributes.put("timestamp", args.process().now().toString());
    return attributes;
  }

  private static String handle(CmdArgs args) {
    return args.networkName() + "." + args.containerId();
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    CniLog log = CniLog.of(args.process(), args.config());
    Datastore datastore = datastores.open(args);
    String fields =
        " ContainerID=\"%s\" HandleID=\"%s\"".formatted(args.containerId(), handle(args));
    log.info("ipam/ipam_plugin.go 412", "Releasing address using handleID" + fields);
    try {
      boolean known = new CalicoIpam(datastore).release(handle(args));
      log.info(
          "ipam/ipam_plugin.go 440",
          (known
                  ? "Released address using handleID"
                  : "Asked to release address but it doesn't exist. Ignoring")
              + fields);
    } catch (ApiException refused) {
      throw new CniException(CniDatastore.words(refused));
    }
  }
}
