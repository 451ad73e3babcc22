package dev.cnilab.cluster.image.calico.cni;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.CniResult;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.cni.plugin.call.CniPlugin;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code calico}: a veth pair into the pod, with a /32 address, and a route to it on the node. */
final class CalicoPlugin implements CniPlugin {
  private static final String ANNOTATIONS = "cni.projectcalico.org/";

  private final CniDatastore datastores;

  CalicoPlugin(ApiClients clients) {
    this.datastores = new CniDatastore(clients);
  }

  @Override
  public String about() {
    return "Calico CNI plugin v3.31.2";
  }

  @Override
  public CniResult add(CmdArgs args) throws CniException {
    Nodename.require(args);
    Datastore datastore = datastores.openWhenReady(args);
    CniLog log = CniLog.of(args.process(), args.config());
    CalledPod workload = CalledPod.of(args);
    String fields = fields(args, workload);
    log.info("cni-plugin/k8s.go 74", "Extracted identifiers for CmdAddK8s" + fields);
    IpamConfig addresses = IpamConfig.of(args, datastore);
    CniResult ipam = address(args, addresses, datastore, workload);
    try {
      // host-local names its range's length, too; a pod of Calico has its address alone.
      Ipv4Prefix address =
          Ipv4Prefix.of(Ipv4Prefix.parse(ipam.ips().getFirst().address()).address());
      log.info(
          "cni-plugin/dataplane_linux.go 69",
          "Setting the host side veth name to " + workload.hostLink() + fields);
      new PodVeth(args, workload.hostLink()).add(address);
      annotate(datastore, workload, args.containerId(), address.toString());
      log.info("cni-plugin/k8s.go 446", "Wrote updated endpoint to datastore" + fields);
    } catch (CniException failed) {
      addresses.release(args);
      throw failed;
    } catch (ApiException refused) {
      addresses.release(args);
      throw new CniException(CniDatastore.words(refused));
    }
    return new CniResult(
        List.of(new CniResult.Interface(workload.hostLink(), "", 0, "")),
        ipam.ips(),
        List.of(),
        ipam.dns());
  }

  /** Any address, or the one in the pod's annotation {@code ipAddrs}. */
  private static CniResult address(
      CmdArgs args, IpamConfig addresses, Datastore datastore, CalledPod workload)
      throws CniException {
    String wanted;
    try {
      wanted =
          datastore
              .api()
              .find(ResourceTypes.PODS, workload.namespace(), workload.pod())
              .map(pod -> pod.annotations().getOrDefault(ANNOTATIONS + "ipAddrs", ""))
              .orElse("");
    } catch (ApiException refused) {
      throw new CniException(CniDatastore.words(refused));
    }
    Map<String, String> changed = new TreeMap<>();
    if (!wanted.isEmpty()) {
      String arguments = args.process().environment().getOrDefault("CNI_ARGS", "");
      changed.put("CNI_ARGS", arguments + ";IP=" + first(wanted));
    }
    return args.delegateAdd(addresses.plugin(), addresses.json(), changed);
  }

  private static String first(String annotation) throws CniException {
    try {
      return GoJson.parse(annotation).path(0).asText("");
    } catch (GoJsonException malformed) {
      throw new CniException(
          "failed to parse IPs as JSON: " + annotation + ": " + malformed.getMessage());
    }
  }

  private static String fields(CmdArgs args, CalledPod workload) {
    return " ContainerID=\"%s\" Namespace=\"%s\" Pod=\"%s\" WorkloadEndpoint=\"%s\""
        .formatted(
            args.containerId(),
            workload.namespace(),
            workload.pod(),
            workload.endpoint(Nodename.of(args), args.ifName()));
  }

  /** Tells Felix the address, long before the kubelet reports it. */
  private static void annotate(
      Datastore datastore, CalledPod workload, String container, String address) {
    ObjectNode body = Json.object();
    body.putObject("metadata")
        .putObject("annotations")
        .put(ANNOTATIONS + "containerID", container)
        .put(ANNOTATIONS + "podIP", address)
        .put(ANNOTATIONS + "podIPs", address);
    patch(datastore, workload, body);
  }

  private static void patch(Datastore datastore, CalledPod workload, ObjectNode body) {
    datastore
        .api()
        .patch(
            ResourceTypes.PODS,
            workload.namespace(),
            workload.pod(),
            Patch.strategic(body).ofStatus());
  }

  @Override
  public void del(CmdArgs args) throws CniException {
    Nodename.require(args);
    Datastore datastore = datastores.openWhenReady(args);
    CalledPod workload = CalledPod.of(args);
    CniLog log = CniLog.of(args.process(), args.config());
    log.info("cni-plugin/k8s.go 604", "Releasing IP address(es)" + fields(args, workload));
    IpamConfig.of(args, datastore).release(args);
    new PodVeth(args, workload.hostLink()).delete();
    forget(datastore, workload, args.containerId());
    log.info("cni-plugin/k8s.go 653", "Teardown processing complete." + fields(args, workload));
  }

  /**
   * Removes the annotation of a pod that outlives its sandbox; nothing to do if the pod is gone.
   */
  private static void forget(Datastore datastore, CalledPod workload, String container)
      throws CniException {
    try {
      boolean own =
          datastore
              .api()
              .find(ResourceTypes.PODS, workload.namespace(), workload.pod())
              .filter(pod -> container.equals(pod.annotations().get(ANNOTATIONS + "containerID")))
              .isPresent();
      if (own) {
        ObjectNode body = Json.object();
        body.putObject("metadata")
            .putObject("annotations")
            .put(ANNOTATIONS + "podIP", "")
            .put(ANNOTATIONS + "podIPs", "");
        patch(datastore, workload, body);
      }
    } catch (ApiException refused) {
      if (!refused.isNotFound()) {
        throw new CniException(CniDatastore.words(refused));
      }
    }
  }
}
