package dev.cnilab.cluster.image.proxy.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.client.connection.ClientConfig;
import dev.cnilab.cluster.image.proxy.service.Matches;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of kube-proxy, from its file and its flags.
 *
 * @param node the name of the node it is on
 * @param mode as written; "" if none was chosen
 * @param pods {@code clusterCIDR}; empty if it is not set
 * @param nodePorts {@code nodePortAddresses}; empty if they are not set
 * @param kubeconfig the path of its kubeconfig; "" if it is to use its pod's account
 * @param metrics where it reports its mode
 */
public record ProxyConfiguration(
    String node,
    String mode,
    Optional<Ipv4Prefix> pods,
    List<String> nodePorts,
    String kubeconfig,
    MetricsAddress metrics) {
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * Reads the file that {@code --config} names.
   *
   * @throws IOException with kube-proxy's words if it cannot be used
   */
  public static ProxyConfiguration read(Process process) throws IOException {
    String node = flag(process, "--hostname-override").orElse(process.hostname());
    Optional<String> path = flag(process, "--config");
    if (path.isEmpty()) {
      return validated(
          new ProxyConfiguration(
              node,
              flag(process, "--proxy-mode").orElse(""),
              Optional.empty(),
              List.of(),
              flag(process, "--kubeconfig").orElse(""),
              MetricsAddress.parse(flag(process, "--metrics-bind-address").orElse(""))));
    }
    JsonNode file;
    try {
      file = YAML.readTree(process.files().readText(path.get()));
    } catch (com.fasterxml.jackson.core.JacksonException malformed) {
      throw new IOException(
          "error loading config file \"" + path.get() + "\": " + malformed.getOriginalMessage(),
          malformed);
    } catch (IOException unreadable) {
      throw new IOException(
          "failed complete: " + GoText.pathError("open", path.get(), unreadable), unreadable);
    }
    String pods = file.path("clusterCIDR").asText("");
    List<String> nodePorts = new ArrayList<>();
    file.path("nodePortAddresses").forEach(each -> nodePorts.add(each.asText()));
    return validated(
        new ProxyConfiguration(
            node,
            file.path("mode").asText(""),
            pods.isEmpty() ? Optional.empty() : Optional.of(range(pods)),
            List.copyOf(nodePorts),
            file.at("/clientConnection/kubeconfig").asText(""),
            MetricsAddress.parse(file.path("metricsBindAddress").asText(""))));
  }

  /** The pods' range, of which an invalid one is a validation error of KubeProxyConfiguration. */
  private static Ipv4Prefix range(String text) throws IOException {
    String problem =
        "failed validate: KubeProxyConfiguration.DetectLocalConfiguration.ClusterCIDRs[0]: Invalid"
            + (" value: \"" + text + "\": must be a valid CIDR block")
            + " (e.g. 10.100.0.0/16 or fde4:8dba:82e1::/48)";
    if (!text.contains("/")) {
      throw new IOException(problem);
    }
    try {
      return Ipv4Prefix.parse(text);
    } catch (IllegalArgumentException invalid) {
      throw new IOException(problem, invalid);
    }
  }

  /** The validation error of KubeProxyConfiguration for an unknown mode. */
  private static ProxyConfiguration validated(ProxyConfiguration configuration) throws IOException {
    if (ProxyMode.of(configuration.mode).isEmpty()) {
      throw new IOException(
          "failed validate: KubeProxyConfiguration.Mode.ProxyMode: Invalid value: \""
              + (configuration.mode + "\": must be iptables, ipvs, nftables or blank")
              + " (blank means the best-available proxy [currently iptables])");
    }
    return configuration;
  }

  public ProxyMode proxyMode() {
    return ProxyMode.of(mode).orElseThrow();
  }

  /**
   * The addresses at which nftables mode serves node ports: the node's own unless others are
   * configured; empty for all.
   */
  public Optional<List<String>> nodePortAddresses(
      NetworkNamespace network, Optional<Ipv4Address> own) {
    if (nodePorts.contains("0.0.0.0/0")) {
      return Optional.empty();
    } else if (nodePorts.isEmpty() || nodePorts.contains("primary")) {
      return Optional.of(own.stream().map(Ipv4Address::toString).toList());
    }
    List<Ipv4Prefix> ranges =
        nodePorts.stream().filter(each -> !each.contains(":")).map(Ipv4Prefix::parse).toList();
    return Optional.of(
        network.links().all().stream()
            .flatMap(link -> link.addresses().stream())
            .map(LinkAddress::address)
            .filter(each -> !Matches.LOOPBACK.contains(each))
            .filter(each -> ranges.stream().anyMatch(range -> range.contains(each)))
            .map(Ipv4Address::toString)
            .toList());
  }

  /**
   * How it reaches the API server.
   *
   * @throws IOException with kube-proxy's words if the kubeconfig cannot be read
   */
  public ClientConfig client(Process process) throws IOException {
    return kubeconfig.isEmpty()
        ? ClientConfig.inCluster(process)
        : ClientConfig.kubeconfig(process, kubeconfig);
  }

  private static Optional<String> flag(Process process, String name) {
    return process.arguments().stream()
        .filter(argument -> argument.startsWith(name + "="))
        .map(argument -> argument.substring(name.length() + 1))
        .findFirst();
  }
}
