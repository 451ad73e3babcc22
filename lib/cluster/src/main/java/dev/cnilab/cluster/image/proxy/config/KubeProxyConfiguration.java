package dev.cnilab.cluster.image.proxy.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.config.ClientConfig;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.pflag.Given;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The configuration of kube-proxy, from its file or its flags.
 *
 * @param node the name of the node it is on
 * @param document a {@code KubeProxyConfiguration}
 * @param health where it reports whether it is healthy
 * @param metrics where it reports its mode
 */
public record KubeProxyConfiguration(
    String node, JsonNode document, BindAddress health, BindAddress metrics) {
  private static final BindAddress HEALTH = new BindAddress(Ipv4Address.ANY, 10256);
  private static final BindAddress METRICS = new BindAddress(Ipv4Address.LOOPBACK, 10249);

  /**
   * Reads the file that {@code --config} names, or the flags without it.
   *
   * @throws IOException with kube-proxy's words if it cannot be used
   */
  public static KubeProxyConfiguration read(Process process, Given flags, Klog log)
      throws IOException {
    Optional<ProxyConfigurationFile> file =
        flags.has("config")
            ? Optional.of(file(process, flags.find("config").orElse(""), log))
            : Optional.empty();
    JsonNode document =
        file.map(ProxyConfigurationFile::document).orElseGet(() -> ProxyFlags.document(flags));
    String node =
        flags
            .find("hostname-override")
            .filter(name -> !name.isEmpty())
            .orElse(document.path("hostnameOverride").asText(""));
    new ProxyRules(document).require();
    if (file.isPresent()) {
      file.get().requireEffect();
    }
    return new KubeProxyConfiguration(
        node.isEmpty() ? process.hostname() : node,
        document,
        address(document, "healthzBindAddress", "HealthzBindAddress", HEALTH),
        address(document, "metricsBindAddress", "MetricsBindAddress", METRICS));
  }

  private static ProxyConfigurationFile file(Process process, String path, Klog log)
      throws IOException {
    ProxyConfigurationFile file;
    try {
      file = ProxyConfigurationFile.read(process.files(), path);
    } catch (IOException unusable) {
      throw new IOException("failed complete: " + unusable.getMessage(), unusable);
    }
    if (!file.unknown().isEmpty()) {
      String all =
          String.join(
              ", ", file.unknown().stream().map(each -> "unknown field \"" + each + "\"").toList());
      log.info(
          "options.go:502",
          "Using lenient decoding as strict decoding failed",
          "err",
          "strict decoding error: " + all);
    }
    return file;
  }

  private static BindAddress address(
      JsonNode document, String field, String name, BindAddress initial) throws IOException {
    return BindAddress.parse(name, document.path(field).asText(""), initial);
  }

  public ProxyMode mode() {
    return ProxyMode.of(document.path("mode").asText("")).orElseThrow();
  }

  /** Whether the mode was left to kube-proxy. */
  public boolean hasDefaultMode() {
    return document.path("mode").asText("").isEmpty();
  }

  /** The addresses at which it serves node ports. */
  public NodePortAddresses nodePorts() {
    return NodePortAddresses.of(
        document.path("nodePortAddresses"),
        mode(),
        document.path("iptables").path("localhostNodePorts").asBoolean(true));
  }

  /**
   * Whose packets it masquerades.
   *
   * @param nodeRange the node's {@code podCIDR}; "" if it has none
   */
  public Masquerading masquerading(String nodeRange) {
    String rules = mode() == ProxyMode.NFTABLES ? "nftables" : "iptables";
    return new Masquerading(
        local(nodeRange), document.path(rules).path("masqueradeAll").asBoolean(false));
  }

  public Conntrack conntrack() {
    return new Conntrack(document.path("conntrack"));
  }

  private LocalTraffic local(String nodeRange) {
    JsonNode detect = document.path("detectLocal");
    return switch (document.path("detectLocalMode").asText("")) {
      case "NodeCIDR" -> fromRange(nodeRange);
      case "BridgeInterface" ->
          new LocalTraffic.FromLink(detect.path("bridgeInterface").asText(), "");
      case "InterfaceNamePrefix" ->
          new LocalTraffic.FromLink(detect.path("interfaceNamePrefix").asText(), "+");
      default -> fromRange(document.path("clusterCIDR").asText(""));
    };
  }

  /** The first IPv4 range of a list. */
  private static LocalTraffic fromRange(String list) {
    return Arrays.stream(list.split(","))
        .filter(each -> !each.isEmpty() && !each.contains(":"))
        .findFirst()
        .<LocalTraffic>map(each -> new LocalTraffic.FromRange(Ipv4Prefix.parse(each)))
        .orElseGet(LocalTraffic.Unknown::new);
  }

  /**
   * How it reaches the API server.
   *
   * @throws IOException with kube-proxy's words if the kubeconfig cannot be read
   */
  public ClientConfig client(Process process) throws IOException {
    return isInCluster()
        ? ClientConfig.inCluster(process)
        : ClientConfig.kubeconfig(process, kubeconfig());
  }

  /** Whether it reaches the API server as its pod's service account, without a kubeconfig. */
  public boolean isInCluster() {
    return kubeconfig().isEmpty();
  }

  private String kubeconfig() {
    return document.path("clientConnection").path("kubeconfig").asText("");
  }
}
