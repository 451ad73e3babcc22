package dev.cnilab.cluster.image.calico.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.NetworkAvailable;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.image.calico.bgp.AsNumber;
import dev.cnilab.cluster.image.calico.bgp.BgpTopology;
import dev.cnilab.cluster.image.calico.datastore.CalicoKind;
import dev.cnilab.cluster.image.calico.datastore.CalicoLog;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.tunnel.TunnelDevice;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code node/pkg/lifecycle/startup}: registers the node, and creates the pool if there is none.
 */
record NodeStartup(Process process, Datastore datastore, CalicoLog log, String node) {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String DEFAULT_POOL = "default-ipv4-ippool";
  private static final String DEFAULT_CIDR = "192.168.0.0/16";

  /** The file with this node's name; its modification time is the start time. */
  static final String NODENAME = "/var/lib/calico/nodename";

  /** Does all of it; returns the node's address in the underlay. */
  Ipv4Prefix run() throws IOException {
    log.info("startup/startup.go 96", "Starting node " + node + " with version v3.31.2");
    log.info("startup/startup.go 510", "Datastore connection verified");
    log.info("startup/startup.go 105", "Datastore is ready");
    Autodetection.Found found = new Autodetection(process, log, datastore.api(), node).run();
    Ipv4Prefix address = found.address();
    configureAs();
    ensureClusterInformation();
    ensureFelixConfiguration();
    ensurePool();
    annotate(BgpTopology.ADDRESS, address.toString());
    log.info("startup/startup.go 218", "Using node name: " + node);
    writeFiles(found.link());
    return address;
  }

  /**
   * {@code AS}, the variable, becomes the node's own number; otherwise what the node has counts.
   */
  private void configureAs() throws IOException {
    String asked = process.environment().getOrDefault("AS", "");
    if (!asked.isEmpty()) {
      if (AsNumber.read(asked).isEmpty()) {
        throw new IOException("Invalid AS number specified in environment (AS=" + asked + ")");
      }
      log.info(
          "startup/startup.go 610", "Using AS number specified in environment (AS=" + asked + ")");
      annotate(BgpTopology.AS_NUMBER, asked);
      return;
    }
    String own =
        datastore
            .api()
            .get(ResourceTypes.NODES, "", node)
            .annotations()
            .getOrDefault(BgpTopology.AS_NUMBER, "");
    log.info(
        "startup/startup.go 632",
        own.isEmpty()
            ? "No AS number configured on node resource, using global value"
            : "Using AS number " + own + " configured in node resource");
  }

  private void ensureClusterInformation() {
    if (datastore.find(CalicoKind.CLUSTER_INFORMATION, "default").isEmpty()) {
      var random = process.loop().random();
      datastore.create(
          CalicoKind.CLUSTER_INFORMATION,
          "default",
          spec ->
              spec.put("calicoVersion", "v3.31.2")
                  .put(
                      "clusterGUID",
                      new UUID(random.nextLong(), random.nextLong()).toString().replace("-", ""))
                  .put("clusterType", "k8s,bgp,kubeadm,kdd")
                  .put("datastoreReady", true));
    }
  }

  private void ensureFelixConfiguration() {
    if (datastore.find(CalicoKind.FELIX_CONFIGURATION, "default").isEmpty()) {
      datastore.create(
          CalicoKind.FELIX_CONFIGURATION,
          "default",
          spec -> spec.put("floatingIPs", "Disabled").put("logSeverityScreen", "Info"));
    }
  }

  private void ensurePool() throws IOException {
    Map<String, String> environment = process.environment();
    if (environment.getOrDefault("NO_DEFAULT_POOLS", "").equals("true")
        || !datastore.list(CalicoKind.IP_POOL).isEmpty()) {
      return;
    }
    Ipv4Prefix cidr = poolCidr();
    int blockSize = blockSize(cidr);
    datastore.create(
        CalicoKind.IP_POOL,
        DEFAULT_POOL,
        spec -> {
          spec.putArray("allowedUses").add("Workload").add("Tunnel");
          spec.put("blockSize", blockSize)
              .put("cidr", cidr.toString())
              .put("ipipMode", environment.getOrDefault("CALICO_IPV4POOL_IPIP", "Never"))
              .put(
                  "natOutgoing",
                  environment.getOrDefault("CALICO_IPV4POOL_NAT_OUTGOING", "true").equals("true"))
              .put(
                  "nodeSelector",
                  environment.getOrDefault("CALICO_IPV4POOL_NODE_SELECTOR", "all()"))
              .put("vxlanMode", environment.getOrDefault("CALICO_IPV4POOL_VXLAN", "Never"));
        });
    log.info(
        "startup/startup.go 800",
        "Ensure default IPv4 pool is created. IPIP mode: "
            + environment.getOrDefault("CALICO_IPV4POOL_IPIP", "Never"));
    log.info("startup/startup.go 871", "Created default IPv4 pool (" + cidr + ")");
  }

  private int blockSize(Ipv4Prefix cidr) throws IOException {
    String asked = process.environment().getOrDefault("CALICO_IPV4POOL_BLOCK_SIZE", "26");
    if (!asked.matches("2\\d|3[0-2]")) {
      throw new IOException(
          "CALICO_IPV4POOL_BLOCK_SIZE: \"" + asked + "\" is no length of a prefix from 20 to 32");
    }
    return Math.max(Integer.parseInt(asked), cidr.length());
  }

  /** As in the manifest, otherwise kubeadm's pod network, otherwise Calico's own. */
  private Ipv4Prefix poolCidr() throws IOException {
    String configured = process.environment().getOrDefault("CALICO_IPV4POOL_CIDR", "");
    String text = configured.isEmpty() ? kubeadmCidr().orElse(DEFAULT_CIDR) : configured;
    return Ipv4Prefix.block(text)
        .orElseThrow(
            () -> new IOException("Invalid CIDR specified in CALICO_IPV4POOL_CIDR '" + text + "'"))
        .network();
  }

  private Optional<String> kubeadmCidr() {
    try {
      String text =
          datastore
              .api()
              .get(ResourceTypes.CONFIG_MAPS, "kube-system", "kubeadm-config")
              .text("/data/ClusterConfiguration");
      return Arrays.stream(YAML.readTree(text).at("/networking/podSubnet").asText("").split(","))
          .filter(subnet -> Ipv4Prefix.block(subnet).isPresent())
          .findFirst();
    } catch (ApiException | IOException notKubeadm) {
      return Optional.empty();
    }
  }

  private void annotate(String name, String value) {
    ObjectNode body = Json.object();
    body.putObject("metadata").putObject("annotations").put(name, value);
    datastore.api().patch(ResourceTypes.NODES, "", node, Patch.strategic(body).ofStatus());
  }

  /** The files that the plugin needs: without the first it refuses to work. */
  private void writeFiles(Link underlay) throws IOException {
    process.files().write(NODENAME, node);
    process.files().write("/var/lib/calico/mtu", Integer.toString(podMtu(underlay.mtu())));
  }

  private int podMtu(int underlay) {
    return TunnelDevice.mtu(underlay, datastore.pools());
  }

  /** Sets the condition NetworkUnavailable to False. */
  void clearNetworkUnavailable() {
    new NetworkAvailable("CalicoIsUp", "Calico is running on this node")
        .report(datastore.api(), node, process.now());
  }
}
