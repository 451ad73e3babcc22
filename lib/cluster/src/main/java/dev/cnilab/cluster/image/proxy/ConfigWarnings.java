package dev.cnilab.cluster.image.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.image.proxy.config.KubeProxyConfiguration;
import dev.cnilab.cluster.image.proxy.config.ProxyMode;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.Json;
import java.util.List;

/**
 * What kube-proxy says about a configuration that works but may not be meant so ({@code
 * checkBadConfig}, {@code getLocalDetectors}).
 */
record ConfigWarnings(Klog log) {
  private static final String OPEN =
      "nodePortAddresses is unset; NodePort connections will be accepted on all local IPs. Consider"
          + " using `--nodeport-addresses primary`";

  void on(KubeProxyConfiguration configuration) {
    JsonNode document = configuration.document();
    if (document.path("nodePortAddresses").isEmpty()
        && configuration.mode() != ProxyMode.NFTABLES) {
      warn("server.go:256", OPEN);
    }
    String mode = document.path("detectLocalMode").asText("");
    String range = document.path("clusterCIDR").asText("");
    List<String> ranges = range.isEmpty() ? List.of() : List.of(range.split(","));
    boolean noIpv4 = ranges.stream().allMatch(each -> each.contains(":"));
    if (!ranges.isEmpty() && noIpv4) {
      warn(
          "server.go:275", "cluster is IPv4-primary but clusterCIDRs contains only IPv6 addresses");
    }
    if (noIpv4 && (mode.isEmpty() || mode.equals("ClusterCIDR"))) {
      log.info(
          "server_linux.go:281",
          "Detect-local-mode set to ClusterCIDR, but no cluster CIDR specified for primary IP"
              + " family",
          "ipFamily",
          "IPv4",
          "clusterCIDRs",
          ranges.isEmpty() ? Json.object().nullNode() : array(ranges));
    }
  }

  private void warn(String place, String why) {
    log.failure(place, why, "Kube-proxy configuration may be incomplete or incorrect");
  }

  private static JsonNode array(List<String> texts) {
    var array = Json.array();
    texts.forEach(array::add);
    return array;
  }
}
