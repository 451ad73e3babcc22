package dev.cnilab.cluster.kubelet.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cri.message.PodSandboxConfig.Dns;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.pod.Pod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A pod's resolv.conf, from its dnsPolicy and dnsConfig. */
public final class PodDns {
  private static final List<String> CLUSTER_OPTIONS = List.of("ndots:5");

  /** No names at all; without this a runtime would use its own default. */
  private static final Dns NOTHING = new Dns(List.of("127.0.0.1"), List.of("."), List.of());

  private PodDns() {}

  /**
   * The configuration. A kubelet without a cluster DNS server gives pods the node's configuration.
   *
   * @param resolvConf the content of the node's file
   */
  public static Dns of(Pod pod, NodeContext node, String resolvConf) {
    Dns host = parse(resolvConf);
    Dns base =
        switch (policy(pod)) {
          case "None" -> Dns.NONE;
          case "Default" -> ofNode(node, host);
          default ->
              node.clusterDns().isEmpty()
                  ? ofNode(node, host)
                  : new Dns(node.clusterDns(), clusterSearches(pod, node, host), CLUSTER_OPTIONS);
        };
    return with(base, pod.object().at("/spec/dnsConfig"));
  }

  private static Dns ofNode(NodeContext node, Dns host) {
    return node.resolvConf().isEmpty() ? NOTHING : host;
  }

  private static String policy(Pod pod) {
    String policy = pod.object().text("/spec/dnsPolicy");
    return policy.equals("ClusterFirst") && pod.isHostNetwork() ? "Default" : policy;
  }

  private static List<String> clusterSearches(Pod pod, NodeContext node, Dns host) {
    Set<String> searches = new LinkedHashSet<>();
    if (!node.clusterDomain().isEmpty()) {
      searches.add(pod.namespace() + ".svc." + node.clusterDomain());
      searches.add("svc." + node.clusterDomain());
      searches.add(node.clusterDomain());
    }
    searches.addAll(host.searches());
    return List.copyOf(searches);
  }

  private static Dns with(Dns base, JsonNode config) {
    Set<String> servers = new LinkedHashSet<>(base.servers());
    config.path("nameservers").forEach(server -> servers.add(server.asText()));
    Set<String> searches = new LinkedHashSet<>(base.searches());
    config.path("searches").forEach(search -> searches.add(search.asText()));
    Map<String, String> options = new LinkedHashMap<>();
    base.options().forEach(option -> options.put(option.split(":", 2)[0], option));
    for (JsonNode option : config.path("options")) {
      String name = option.path("name").asText();
      String value = option.path("value").asText("");
      options.put(name, value.isEmpty() ? name : name + ":" + value);
    }
    return new Dns(List.copyOf(servers), List.copyOf(searches), List.copyOf(options.values()));
  }

  /**
   * Parses resolv.conf(5): DNS servers accumulate, of searches and options only the last line
   * counts.
   */
  private static Dns parse(String text) {
    List<String> servers = new ArrayList<>();
    List<String> searches = List.of();
    List<String> options = List.of();
    for (String line : text.lines().map(String::strip).toList()) {
      List<String> words = List.of(line.split("\\s+"));
      switch (words.getFirst()) {
        case "nameserver" -> servers.addAll(words.subList(1, Math.min(2, words.size())));
        case "search" ->
            searches = words.stream().skip(1).filter(word -> !word.equals(".")).toList();
        case "options" -> options = words.subList(1, words.size());
        default -> {}
      }
    }
    return new Dns(servers, searches, options);
  }
}
