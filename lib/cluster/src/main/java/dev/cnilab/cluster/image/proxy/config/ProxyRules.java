package dev.cnilab.cluster.image.proxy.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.pflag.ValueType;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rules that a KubeProxyConfiguration must obey (pkg/proxy/apis/config/validation). */
record ProxyRules(JsonNode document) {
  private static final String MODES =
      "must be iptables, ipvs, nftables or blank"
          + " (blank means the best-available proxy [currently iptables])";

  private static final String DETECTION =
      "\"ClusterCIDR\", \"NodeCIDR\", \"BridgeInterface\", \"InterfaceNamePrefix\", \"\"";

  private static final String A_BLOCK =
      "must be a valid CIDR block (e.g. 10.100.0.0/16 or fde4:8dba:82e1::/48)";

  /**
   * Checks all of them.
   *
   * @throws IOException in kube-proxy's words if one is broken
   */
  void require() throws IOException {
    List<String> errors = new ArrayList<>();
    masqueradeBit("iptables", "IPTables", errors);
    if (document.path("mode").asText("").equals("nftables")) {
      masqueradeBit("nftables", "NFTables", errors);
    }
    notNegative("conntrack", "maxPerCore", "MaxPerCore", errors);
    notNegative("conntrack", "min", "Min", errors);
    notNegativeTime("tcpEstablishedTimeout", "TCPEstablishedTimeout", errors);
    notNegativeTime("tcpCloseWaitTimeout", "TCPCloseWaitTimeout", errors);
    notNegativeTime("udpTimeout", "UDPTimeout", errors);
    notNegativeTime("udpStreamTimeout", "UDPStreamTimeout", errors);
    oomScore(errors);
    String mode = document.path("mode").asText("");
    if (ProxyMode.of(mode).isEmpty()) {
      errors.add(invalid("Mode.ProxyMode", mode, MODES));
    }
    periods(errors);
    String bind = document.path("bindAddress").asText("");
    if (!bind.isEmpty() && !bind.contains(":") && ValueType.IP.complaint(bind).isPresent()) {
      errors.add(
          invalid("BindAddress", bind, "not a valid textual representation of an IP address"));
    }
    nodePorts(errors);
    detection(errors);
    if (!errors.isEmpty()) {
      String all = String.join(", ", errors);
      throw new IOException("failed validate: " + (errors.size() == 1 ? all : "[" + all + "]"));
    }
  }

  private void masqueradeBit(String field, String name, List<String> errors) {
    int bit = document.path(field).path("masqueradeBit").asInt(0);
    if (bit < 0 || bit > 31) {
      errors.add(
          "KubeProxyConfiguration.KubeProxy%sConfiguration.MasqueradeBit: Invalid value: %d: must be within the range [0, 31]"
              .formatted(name, bit));
    }
  }

  private void oomScore(List<String> errors) {
    int score = document.path("oomScoreAdj").asInt(0);
    if (score < -1000 || score > 1000) {
      errors.add(
          "KubeProxyConfiguration.KubeProxyLinuxConfiguration.OOMScoreAdj: Invalid value: %d: must be within the range [-1000, 1000]"
              .formatted(score));
    }
  }

  /** How often it syncs, by the section of its mode. */
  private void periods(List<String> errors) {
    JsonNode section =
        document.path(
            document.path("mode").asText("").equals("nftables") ? "nftables" : "iptables");
    Duration sync = time(section, "syncPeriod", Duration.ofSeconds(30));
    Duration least = time(section, "minSyncPeriod", Duration.ofSeconds(1));
    if (sync.isNegative()) {
      errors.add(invalid("SyncPeriod", GoText.duration(sync), "must be greater than 0"));
    }
    if (least.isNegative()) {
      errors.add(
          invalid("MinSyncPeriod", GoText.duration(least), "must be greater than or equal to 0"));
    }
    if (least.compareTo(sync) > 0) {
      errors.add(
          invalid(
              "SyncPeriod",
              GoText.duration(least),
              "must be greater than or equal to KubeProxyConfiguration.MinSyncPeriod"));
    }
  }

  /** A time that may be left out; zero stands for its default. */
  private static Duration time(JsonNode section, String field, Duration initial) {
    return GoDuration.parse(section.path(field).asText(""))
        .filter(each -> !each.isZero())
        .orElse(initial);
  }

  private void notNegativeTime(String field, String name, List<String> errors) {
    Duration value = time(document.path("conntrack"), field, Duration.ZERO);
    if (value.isNegative()) {
      errors.add(conntrack(name, "\"" + GoText.duration(value) + "\""));
    }
  }

  private static String conntrack(String name, Object value) {
    return "KubeProxyConfiguration.KubeProxyLinuxConfiguration.KubeProxyConntrackConfiguration.%s:"
            .formatted(name)
        + " Invalid value: %s: must be greater than or equal to 0".formatted(value);
  }

  private void notNegative(String struct, String field, String name, List<String> errors) {
    int value = document.path(struct).path(field).asInt(0);
    if (value < 0) {
      errors.add(conntrack(name, value));
    }
  }

  private void nodePorts(List<String> errors) {
    int index = 0;
    for (JsonNode each : document.path("nodePortAddresses")) {
      String text = each.asText();
      if (!NodePortAddresses.KEYWORDS.contains(text) && !isBlock(text)) {
        errors.add(
            invalid(
                "NodePortAddresses[" + index + "]",
                text,
                "must be a valid CIDR or one of the keywords 'primary', 'localhost', 'all'"));
      }
      index++;
    }
  }

  private void detection(List<String> errors) {
    String mode = document.path("detectLocalMode").asText("");
    JsonNode detect = document.path("detectLocal");
    String inside = "DetectLocalConfiguration.";
    switch (mode) {
      case "", "ClusterCIDR" -> ranges(errors);
      case "NodeCIDR" -> {}
      case "BridgeInterface" ->
          notEmpty(inside + "InterfaceName", detect.path("bridgeInterface").asText(""), errors);
      case "InterfaceNamePrefix" ->
          notEmpty(
              inside + "InterfacePrefix", detect.path("interfaceNamePrefix").asText(""), errors);
      default ->
          errors.add(
              "KubeProxyConfiguration.DetectLocalMode: Unsupported value: \"%s\": supported values: %s"
                  .formatted(mode, DETECTION));
    }
  }

  private void ranges(List<String> errors) {
    String text = document.path("clusterCIDR").asText("");
    List<String> all = text.isEmpty() ? List.of() : List.of(text.split(","));
    for (int i = 0; i < all.size(); i++) {
      if (!isBlock(all.get(i))) {
        errors.add(
            invalid("DetectLocalConfiguration.ClusterCIDRs[" + i + "]", all.get(i), A_BLOCK));
      }
    }
  }

  private static void notEmpty(String field, String value, List<String> errors) {
    if (value.isEmpty()) {
      errors.add(invalid(field, value, "must not be empty"));
    }
  }

  private static String invalid(String field, String value, String why) {
    return "KubeProxyConfiguration.%s: Invalid value: \"%s\": %s".formatted(field, value, why);
  }

  /** An IPv4 block; one of IPv6 only by its form, as nothing here uses it. */
  private static boolean isBlock(String text) {
    if (text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*/\\d{1,3}")) {
      return true;
    }
    try {
      return text.contains("/") && Ipv4Prefix.parse(text).length() >= 0;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
