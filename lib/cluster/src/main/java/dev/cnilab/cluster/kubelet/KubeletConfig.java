package dev.cnilab.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cnilab.cluster.kubelet.admission.Sysctls;
import dev.cnilab.cluster.kubelet.configuration.ConfigurationFile;
import dev.cnilab.cluster.kubelet.configuration.KubeletDefaults;
import dev.cnilab.cluster.kubelet.node.NodeConfig;
import dev.cnilab.cluster.kubelet.node.Reporting;
import dev.cnilab.cluster.kubelet.node.Reserve;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.runtime.LogLimits;
import dev.cnilab.cluster.kubelet.server.HealthServer;
import dev.cnilab.cluster.kubelet.server.access.AccessSettings;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.value.Quantity;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The configuration of a kubelet: its flags and its file, which is read only when it starts.
 *
 * @param bootId identifies this boot of the machine
 * @param clusterDns DNS servers of pods with the policy ClusterFirst
 * @param staticPodPath the directory with the manifests of static pods; "" if there is none
 * @param resolvConf the file for pods with the policy Default; "" for none
 * @param evented whether the runtime notifies it of containers at once, rather than it listing them
 *     once a second; the gate is off by default in a real kubelet, and on here, so that pods start
 *     without a wait
 * @param chains whether it maintains iptables chains on the node
 * @param access who may use its server
 * @param document the file
 * @param health the address of its health endpoint; port 0 for none
 */
record KubeletConfig(
    NodeConfig node,
    String bootId,
    List<String> clusterDns,
    String clusterDomain,
    String staticPodPath,
    String resolvConf,
    Reporting reporting,
    LogLimits logs,
    Sysctls sysctls,
    boolean evented,
    boolean chains,
    AccessSettings access,
    JsonNode document,
    Endpoint health) {

  private static final int MAX_PODS = 110;
  private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

  /**
   * Reads the file that the flag {@code --config} names; without the flag everything has its
   * default.
   *
   * @throws IOException in the kubelet's words if it cannot be read or is invalid
   */
  static KubeletConfig read(Process process, KubeletCommandLine line, NodeConfig node, Klog log)
      throws IOException {
    String bootId = process.files().readText("/proc/sys/kernel/random/boot_id").strip();
    Optional<String> path = line.value("config");
    Map<String, JsonNode> flags = line.settings();
    Map<String, String> labels = line.nodeLabels();
    ConfigurationFile file =
        (path.isPresent()
                ? ConfigurationFile.read(process.files(), path.get())
                : new ConfigurationFile(NOTHING, List.of()))
            .with(flags);
    if (!file.unknown().isEmpty()) {
      List<String> unknown = new ArrayList<>();
      file.unknown().forEach(each -> unknown.add("unknown field " + GoText.quote(each)));
      log.info(
          "codec.go:102",
          "Using lenient decoding as strict decoding failed",
          "err",
          "strict decoding error: " + String.join(", ", unknown));
    }
    requireNotNegative(file.duration("runtimeRequestTimeout", Duration.ZERO));
    return new KubeletConfig(
        node.withIp(address(line, node.ip()))
            .withMaxPods(maxPods(file, node.cpus()))
            .withTaints(taints(file, node.taints()))
            .withLabels(labels)
            .withReserve(Reserve.of(file.document())),
        bootId,
        dnsServers(file, log),
        file.text("clusterDomain", ""),
        file.path("staticPodPath", ""),
        file.document().has("resolvConf") ? file.path("resolvConf", "") : "/etc/resolv.conf",
        reporting(file),
        logs(file),
        new Sysctls(file.texts("allowedUnsafeSysctls")),
        file.gate(ConfigurationFile.EVENTED_PLEG, true),
        file.flag("makeIPTablesUtilChains", true),
        AccessSettings.of(file.document()),
        file.document(),
        health(file));
  }

  /** A time of 0 stands for the default one. */
  private static void requireNotNegative(Duration requestTimeout) throws IOException {
    if (requestTimeout.isNegative()) {
      throw new IOException("failed to run Kubelet: connectionTimeout must be positive");
    }
  }

  /** The address in {@code --node-ip}. */
  private static String address(KubeletCommandLine line, String otherwise) throws IOException {
    String address = line.value("node-ip").orElse(otherwise);
    return require("--node-ip", address).toString();
  }

  private static Ipv4Address require(String setting, String address) throws IOException {
    return Ipv4Address.read(address)
        .orElseThrow(
            () ->
                new IOException(
                    "failed to run Kubelet: bad %s \"%s\": not an IPv4 address"
                        .formatted(setting, address)));
  }

  /** An entry that is not an address is logged and ignored. */
  private static List<String> dnsServers(ConfigurationFile file, Klog log) {
    List<String> servers = new ArrayList<>();
    for (String each : file.texts("clusterDNS")) {
      if (isAddress(each)) {
        servers.add(each);
      } else {
        log.info("kubelet.go:610", "Invalid clusterDNS IP", "IP", each);
      }
    }
    return servers;
  }

  private static boolean isAddress(String text) {
    try {
      return Ipv4Address.read(text).isPresent()
          || (text.contains(":") && !Ipv6Address.parse(text).toString().isEmpty());
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  /** The address at which its server listens. */
  Ipv4Address address() {
    return Ipv4Address.read(document.path("address").asText("")).orElse(Ipv4Address.ANY);
  }

  private static Endpoint health(ConfigurationFile file) throws IOException {
    String address = file.text("healthzBindAddress", "127.0.0.1");
    return new Endpoint(
        require("healthzBindAddress", address), file.number("healthzPort", HealthServer.PORT));
  }

  private static int maxPods(ConfigurationFile file, int cpus) {
    int most = file.number("maxPods", MAX_PODS);
    int perCore = file.number("podsPerCore", 0);
    return perCore == 0 ? most : Math.min(most, perCore * cpus);
  }

  private static List<String> taints(ConfigurationFile file, List<String> otherwise) {
    List<String> taints = new ArrayList<>();
    for (JsonNode each : file.document().path("registerWithTaints")) {
      taints.add(
          "%s=%s:%s"
              .formatted(
                  each.path("key").asText(),
                  each.path("value").asText(),
                  each.path("effect").asText()));
    }
    return file.document().has("registerWithTaints") ? taints : otherwise;
  }

  private static Reporting reporting(ConfigurationFile file) {
    return new Reporting(
        file.duration("nodeStatusUpdateFrequency", Reporting.DEFAULT.look()),
        file.duration(
            "nodeStatusReportFrequency",
            file.duration("nodeStatusUpdateFrequency", Reporting.DEFAULT.report())),
        Duration.ofSeconds(
            file.number("nodeLeaseDurationSeconds", (int) Reporting.DEFAULT.lease().toSeconds())),
        file.number("nodeStatusMaxImages", Reporting.DEFAULT.images()));
  }

  private static LogLimits logs(ConfigurationFile file) {
    String size = file.text("containerLogMaxSize", "10Mi");
    return new LogLimits(
        Quantity.value(size).orElseThrow().longValue(),
        file.number("containerLogMaxFiles", LogLimits.DEFAULT.files()),
        file.duration("containerLogMonitorInterval", LogLimits.DEFAULT.interval()));
  }

  /** The most processes of a pod; empty for no limit. */
  OptionalInt podPids() {
    int most = document.path("podPidsLimit").asInt();
    return most > 0 ? OptionalInt.of(most) : OptionalInt.empty();
  }

  /** How long it waits for its runtime; {@link #read} has seen to it that it is positive. */
  Duration requestTimeout() {
    return GoDuration.parse(
            KubeletDefaults.complete(document).path("runtimeRequestTimeout").asText())
        .orElseThrow();
  }

  /** Whether it renews its certificate as a client. */
  boolean rotatesCertificates() {
    return document.path("rotateCertificates").asBoolean();
  }

  NodeContext facts() {
    return new NodeContext(
        node.name(), node.ip(), clusterDns, clusterDomain, resolvConf, node.allocatable());
  }
}
