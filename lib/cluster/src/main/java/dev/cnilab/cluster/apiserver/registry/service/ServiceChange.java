package dev.cnilab.cluster.apiserver.registry.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a changed service keeps although the update leaves it out, and what it loses because its new
 * type has no use for it.
 */
final class ServiceChange {
  private static final List<String> OF_ADDRESSES =
      List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");
  private static final List<String> OF_LOAD_BALANCERS =
      List.of("allocateLoadBalancerNodePorts", "loadBalancerClass");
  private static final String NODE_PORT = "nodePort";

  private ServiceChange() {}

  static void complete(ObjectNode spec, JsonNode old) {
    boolean hasAddress = !isExternalName(spec);
    if (hasAddress && !isExternalName(old)) {
      keepAddress(spec, old);
    } else if (!hasAddress) {
      OF_ADDRESSES.forEach(field -> dropIfSame(field, spec, old));
    }
    if (hasNodePorts(spec) && hasNodePorts(old)) {
      keepNodePorts(spec, old);
    } else if (!hasNodePorts(spec) && ports(spec).equals(ports(old))) {
      spec.path("ports").forEach(port -> ((ObjectNode) port).remove(NODE_PORT));
    }
    if (!isLoadBalancer(spec)) {
      OF_LOAD_BALANCERS.forEach(field -> dropIfSame(field, spec, old));
    }
    if (!needsHealthCheck(spec)) {
      dropIfSame("healthCheckNodePort", spec, old);
    } else if (!spec.has("healthCheckNodePort") && old.has("healthCheckNodePort")) {
      spec.set("healthCheckNodePort", old.get("healthCheckNodePort"));
    }
    if (!isOpen(spec)) {
      dropIfSame("externalTrafficPolicy", spec, old);
    }
  }

  private static void keepAddress(ObjectNode spec, JsonNode old) {
    String before = old.path("clusterIP").asText("");
    if (spec.path("clusterIP").asText("").isEmpty() && !before.isEmpty()) {
      spec.put("clusterIP", before);
      spec.set("clusterIPs", old.path("clusterIPs").deepCopy());
      return;
    }
    String address = spec.path("clusterIP").asText("");
    if (address.equals(before) && !before.isEmpty() && spec.path("clusterIPs").isEmpty()) {
      spec.set("clusterIPs", old.path("clusterIPs").deepCopy());
    } else if (!address.equals(before) && spec.path("clusterIPs").equals(old.path("clusterIPs"))) {
      spec.putArray("clusterIPs").add(address);
    }
  }

  /** Keeps node ports by port name, except those that another port has now. */
  private static void keepNodePorts(ObjectNode spec, JsonNode old) {
    Set<Integer> used = new HashSet<>(ports(spec));
    Map<String, Integer> before = new HashMap<>();
    for (JsonNode port : old.path("ports")) {
      before.put(port.path("name").asText(""), port.path(NODE_PORT).asInt());
    }
    for (JsonNode port : spec.path("ports")) {
      int kept = before.getOrDefault(port.path("name").asText(""), 0);
      if (port.path(NODE_PORT).asInt() == 0 && kept != 0 && !used.contains(kept)) {
        ((ObjectNode) port).put(NODE_PORT, kept);
      }
    }
  }

  private static List<Integer> ports(JsonNode spec) {
    return spec.path("ports").findValues(NODE_PORT).stream().map(JsonNode::asInt).toList();
  }

  private static void dropIfSame(String field, ObjectNode spec, JsonNode old) {
    if (spec.path(field).equals(old.path(field))) {
      spec.remove(field);
    }
  }

  private static boolean isExternalName(JsonNode spec) {
    return spec.path("type").asText().equals("ExternalName");
  }

  private static boolean isLoadBalancer(JsonNode spec) {
    return spec.path("type").asText().equals("LoadBalancer");
  }

  private static boolean hasNodePorts(JsonNode spec) {
    return isLoadBalancer(spec) || spec.path("type").asText().equals("NodePort");
  }

  /** Whether load balancers ask for the health of a service at a node port of its own. */
  static boolean needsHealthCheck(JsonNode spec) {
    return isLoadBalancer(spec) && spec.path("externalTrafficPolicy").asText().equals("Local");
  }

  private static boolean isOpen(JsonNode spec) {
    return hasNodePorts(spec) || (!isExternalName(spec) && !spec.path("externalIPs").isEmpty());
  }
}
