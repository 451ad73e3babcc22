package dev.cnilab.cluster.kubelet.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.CriRuntime;
import dev.cnilab.cluster.cri.message.Image;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes the state of a machine to its node object. */
final class NodeStatus {
  private final NodeConfig config;
  private final int mostImages;
  private final String bootId;
  private final CriRuntime runtime;
  private final RuntimeState state;
  private final NodeConditions conditions;
  private final NetworkNamespace network;
  private final Klog log;
  private List<Image> images = List.of();

  /**
   * A status that is not written yet.
   *
   * @param mostImages the most images it lists; -1 for all
   */
  NodeStatus(
      NodeConfig config,
      int mostImages,
      String bootId,
      CriRuntime runtime,
      RuntimeState state,
      NodeConditions conditions,
      NetworkNamespace network,
      Klog log) {
    this.config = config;
    this.mostImages = mostImages;
    this.bootId = bootId;
    this.runtime = runtime;
    this.state = state;
    this.conditions = conditions;
    this.network = network;
    this.log = log;
  }

  /** The node as it is registered. */
  KubeObject initial(Instant now) {
    return KubeObject.named(ResourceTypes.NODES, "", config.name())
        .edit(
            node -> {
              ObjectNode metadata = node.withObject("/metadata");
              metadata
                  .putObject("annotations")
                  .put("volumes.kubernetes.io/controller-managed-attach-detach", "true");
              ObjectNode labels = metadata.putObject("labels");
              labels().forEach(labels::put);
              if (!config.taints().isEmpty()) {
                ArrayNode taints = node.putObject("spec").putArray("taints");
                config.taints().forEach(taint -> putTaint(taints.addObject(), taint));
              }
              node.set("status", update(Json.object(), now));
            });
  }

  /** An updated copy of a status. */
  ObjectNode update(JsonNode old, Instant now) {
    ObjectNode status = old instanceof ObjectNode object ? object.deepCopy() : Json.object();
    putAddresses(status);
    putResources(status);
    conditions.set(status, state.errors(), now);
    status
        .putObject("daemonEndpoints")
        .putObject("kubeletEndpoint")
        .put("Port", NodeConfig.KUBELET_PORT);
    status.putObject("features").put("supplementalGroupsPolicy", true);
    putImages(status);
    putNodeInfo(status.putObject("nodeInfo"));
    ArrayNode handlers = status.putArray("runtimeHandlers");
    for (String handler : List.of("", "runc")) {
      ObjectNode entry = handlers.addObject();
      entry.putObject("features").put("recursiveReadOnlyMounts", true).put("userNamespaces", false);
      entry.put("name", handler);
    }
    return status;
  }

  /** What others have added to the capacity is also allocatable ({@code MachineInfo}). */
  private void putResources(ObjectNode status) {
    ObjectNode capacity = status.withObject("/capacity");
    config.capacity().forEach(capacity::put);
    ObjectNode allocatable = capacity.deepCopy();
    config.allocatable().forEach(allocatable::put);
    status.set("allocatable", allocatable);
  }

  /** An address that the machine does not have is not reported; the previous one stays. */
  private void putAddresses(ObjectNode status) {
    if (!network.ipv4().isLocal(Ipv4Address.parse(config.ip()))) {
      log.failure(
          "kubelet_node_status.go:721",
          "failed to validate nodeIP: node IP: \"%s\" not found in the host's network interfaces"
              .formatted(config.ip()),
          "Failed to set some node status fields",
          "node",
          config.name());
      return;
    }
    ArrayNode addresses = status.putArray("addresses");
    addresses.addObject().put("address", config.ip()).put("type", "InternalIP");
    addresses.addObject().put("address", config.name()).put("type", "Hostname");
  }

  Map<String, String> labels() {
    Map<String, String> labels = new java.util.TreeMap<>(config.labels());
    labels.put("beta.kubernetes.io/arch", "amd64");
    labels.put("beta.kubernetes.io/os", "linux");
    labels.put("kubernetes.io/arch", "amd64");
    labels.put("kubernetes.io/hostname", config.name());
    labels.put("kubernetes.io/os", "linux");
    return labels;
  }

  private static void putTaint(ObjectNode json, String taint) {
    int colon = taint.lastIndexOf(':');
    String[] keyAndValue = taint.substring(0, colon).split("=", 2);
    json.put("effect", taint.substring(colon + 1)).put("key", keyAndValue[0]);
    if (keyAndValue.length > 1 && !keyAndValue[1].isEmpty()) {
      json.put("value", keyAndValue[1]);
    }
  }

  /** Lists the images; while the runtime does not answer, the previous ones stay. */
  void lookForImages() {
    try {
      images = runtime.images().list();
    } catch (CriException unreachable) {
      // The previous ones stay.
    }
  }

  private void putImages(ObjectNode status) {
    if (images.isEmpty()) {
      return;
    }
    ArrayNode listed = status.putArray("images");
    images.stream()
        .sorted(Comparator.comparingLong(Image::size).reversed())
        .limit(mostImages < 0 ? Long.MAX_VALUE : mostImages)
        .forEach(
            image -> {
              ObjectNode entry = listed.addObject();
              ArrayNode names = entry.putArray("names");
              image.repoDigests().forEach(names::add);
              image.repoTags().forEach(names::add);
              entry.put("sizeBytes", image.size());
            });
  }

  private String runtimeVersion() {
    try {
      return runtime.version().runtimeVersion().replaceFirst("^v", "");
    } catch (CriException unreachable) {
      return "Unknown";
    }
  }

  private void putNodeInfo(ObjectNode info) {
    info.put("architecture", "amd64")
        .put("bootID", bootId)
        .put("containerRuntimeVersion", "containerd://" + runtimeVersion())
        .put("kernelVersion", config.kernelVersion())
        .put("kubeProxyVersion", "")
        .put("kubeletVersion", NodeConfig.KUBELET_VERSION)
        .put("machineID", config.machineId())
        .put("operatingSystem", "linux")
        .put("osImage", config.osImage())
        .put("systemUUID", config.machineId());
  }
}
