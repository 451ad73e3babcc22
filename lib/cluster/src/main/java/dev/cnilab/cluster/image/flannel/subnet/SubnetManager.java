package dev.cnilab.cluster.image.flannel.subnet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.NetworkAvailable;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.VxlanFdb;
import dev.cnilab.userland.process.Process;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** flanneld's state in its Node object: {@code pkg/subnet/kube}. */
public record SubnetManager(ApiClient client, String nodeName, NetConf config) {
  private static final String OVERWRITE = Lease.PREFIX + "public-ip-overwrite";
  private static final String CREATE = "Failed to create SubnetManager: ";

  /**
   * Determines this node's name, and reads the configuration.
   *
   * @param netConf its file
   */
  public static SubnetManager create(ApiClient client, Process process, String netConf)
      throws FlanneldExit {
    String pod = process.environment().getOrDefault("POD_NAME", "");
    String namespace = process.environment().getOrDefault("POD_NAMESPACE", "");
    if (pod.isEmpty() || namespace.isEmpty()) {
      throw new FlanneldExit(
          "main.go:251", CREATE + "env variables POD_NAME and POD_NAMESPACE must be set");
    }
    try {
      KubeObject own = client.get(ResourceTypes.PODS, namespace, pod);
      NetConf config = NetConf.parse(GoFile.text(process.files(), netConf));
      return new SubnetManager(client, own.text("/spec/nodeName"), config);
    } catch (ApiException refused) {
      throw new FlanneldExit(
          "main.go:251",
          "%serror retrieving pod spec for '%s/%s': %s"
              .formatted(CREATE, namespace, pod, refused.getMessage()));
    } catch (GoPathException unreadable) {
      throw new FlanneldExit(
          "main.go:251", CREATE + "failed to read net conf: " + unreadable.text());
    } catch (GoJsonException unusable) {
      throw new FlanneldExit(
          "main.go:251", CREATE + "error parsing subnet config: " + unusable.getMessage());
    }
  }

  /** This node; empty if the server cannot be reached or does not know it. */
  public Optional<KubeObject> node() {
    try {
      return client.find(ResourceTypes.NODES, "", nodeName);
    } catch (ApiException unanswered) {
      return Optional.empty();
    }
  }

  /**
   * Logs the node's annotations and returns it; empty, with an error in the log, if that failed.
   */
  public Optional<KubeObject> readAnnotations(String place, FlanneldLog log) {
    try {
      KubeObject node = client.get(ResourceTypes.NODES, "", nodeName);
      String annotations =
          new TreeMap<>(node.annotations())
              .entrySet().stream()
                  .map(each -> GoText.quote(each.getKey()) + ":" + GoText.quote(each.getValue()))
                  .collect(Collectors.joining(", ", "map[string]string{", "}"));
      log.info(place, "List of node(%s) annotations: %s".formatted(nodeName, annotations));
      return Optional.of(node);
    } catch (ApiException failed) {
      log.error(place, "Failed to get node for backend data: " + failed.getMessage());
      return Optional.empty();
    }
  }

  /** The address that an administrator has the node publish, and that chooses its link. */
  public static Optional<String> publicIp(KubeObject node) {
    return Optional.ofNullable(node.annotations().get(Lease.PREFIX + "node-public-ip"));
  }

  /** The address of the tunnel's link before flanneld was restarted. */
  public static Optional<MacAddress> storedMac(KubeObject node) {
    return Lease.of(node).flatMap(Lease::vtep).map(VxlanFdb.Remote::address);
  }

  /**
   * Publishes how packets reach this node's pods.
   *
   * @param publicIp the node's own address
   * @param backendData what others of the same type need to know; null if it is only the address
   * @return the node's subnet
   */
  public Ipv4Prefix acquireLease(
      Ipv4Address publicIp, String backendType, @Nullable String backendData, FlanneldLog log)
      throws FlanneldExit {
    String attempt = "failed to acquire lease: ";
    try {
      return lease(attempt, publicIp, backendType, backendData, log);
    } catch (ApiException failed) {
      throw FlanneldExit.registering(attempt + failed.getMessage());
    }
  }

  private Ipv4Prefix lease(
      String attempt,
      Ipv4Address publicIp,
      String backendType,
      @Nullable String backendData,
      FlanneldLog log)
      throws FlanneldExit {
    KubeObject node = client.get(ResourceTypes.NODES, "", nodeName);
    String cidr = node.text("/spec/podCIDR");
    if (cidr.isEmpty()) {
      throw FlanneldExit.registering(attempt + "node \"" + nodeName + "\" pod cidr not assigned");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("metadata")
        .putObject("annotations")
        .put(Lease.PREFIX + "backend-data", backendData == null ? "null" : backendData)
        .put(Lease.PREFIX + "backend-type", backendType)
        .put(Lease.PREFIX + "kube-subnet-manager", "true")
        .put(Lease.PREFIX + "public-ip", published(node, publicIp, log));
    client.patch(ResourceTypes.NODES, "", nodeName, Patch.strategic(body).ofStatus());
    Ipv4Prefix subnet = Ipv4Prefix.parse(cidr).network();
    if (config.network().equals(Ipv4Prefix.DEFAULT) || !config.network().contains(subnet)) {
      throw FlanneldExit.registering(
          "%ssubnet \"%s\" specified in the flannel net config doesn't contain \"%s\" PodCIDR of the \"%s\" node"
              .formatted(attempt, config.network(), subnet, nodeName));
    }
    return subnet;
  }

  /** The address that other nodes use: the administrator may have annotated another one. */
  private static String published(KubeObject node, Ipv4Address own, FlanneldLog log) {
    String wanted = node.annotations().getOrDefault(OVERWRITE, "");
    if (wanted.isEmpty()) {
      return own.toString();
    }
    if (!wanted.equals(node.annotations().get(Lease.PREFIX + "public-ip"))) {
      log.info(
          "kube.go:438",
          "Overriding public ip with '%s' from node annotation '%s'".formatted(wanted, OVERWRITE));
    }
    return wanted;
  }

  /** Reports that the node's network is ready: {@code NetworkUnavailable=False}. */
  public void completeLease(Process process, FlanneldLog log) {
    try {
      new NetworkAvailable("FlannelIsUp", "Flannel is running on this node")
          .report(client, nodeName, process.now());
    } catch (ApiException failed) {
      log.error(
          "kube.go:502",
          "Unable to set NodeNetworkUnavailable to False for %s: %s"
              .formatted(GoText.quote(nodeName), failed.getMessage()));
    }
  }
}
