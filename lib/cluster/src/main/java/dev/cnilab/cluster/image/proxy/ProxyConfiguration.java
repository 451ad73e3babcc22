package dev.cnilab.cluster.image.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.client.connection.ClientConfig;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Optional;

/**
 * What kube-proxy is told by its file and its flags.
 *
 * @param node the name of the node it is on
 * @param pods {@code clusterCIDR}; empty if it is not set
 * @param kubeconfig the path of its kubeconfig; "" if it is to use its pod's account
 */
record ProxyConfiguration(String node, Optional<Ipv4Prefix> pods, String kubeconfig) {
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * Reads the file that {@code --config} names.
   *
   * @throws IOException with kube-proxy's words if it cannot be used
   */
  static ProxyConfiguration read(Process process) throws IOException {
    String node = flag(process, "--hostname-override").orElse(process.hostname());
    Optional<String> path = flag(process, "--config");
    if (path.isEmpty()) {
      return new ProxyConfiguration(
          node, Optional.empty(), flag(process, "--kubeconfig").orElse(""));
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
    return new ProxyConfiguration(
        node,
        pods.isEmpty() ? Optional.empty() : Optional.of(Ipv4Prefix.parse(pods)),
        file.at("/clientConnection/kubeconfig").asText(""));
  }

  /**
   * How it reaches the API server.
   *
   * @throws IOException with kube-proxy's words if that cannot be read
   */
  ClientConfig client(Process process) throws IOException {
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
