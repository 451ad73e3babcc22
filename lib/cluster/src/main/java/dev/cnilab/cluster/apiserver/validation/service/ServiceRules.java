package dev.cnilab.cluster.apiserver.validation.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.field.Check;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.IpRules;
import dev.cnilab.cluster.apiserver.validation.field.PortRules;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Services: what each type requires and forbids. */
public final class ServiceRules {
  private static final String CLUSTER_IP = "ClusterIP";
  private static final String LOAD_BALANCER = "LoadBalancer";
  private static final String FOR_LOAD_BALANCERS = "may only be used when `type` is 'LoadBalancer'";
  private static final Check POLICY = Checks.oneOf(List.of("Cluster", "Local"));
  private static final long LONGEST_AFFINITY = 86400;

  private ServiceRules() {}

  private static boolean isHeadless(ValidatedField spec) {
    return spec.field("clusterIPs").item(0).text().equals("None")
        || spec.text("clusterIP").equals("None");
  }

  /** What the type requires and forbids. */
  public static void type(ValidatedField spec) {
    String type = spec.text("type");
    boolean external = type.equals("ExternalName");
    if (spec.field("ports").isEmpty() && !isHeadless(spec) && !external) {
      spec.field("ports").required("");
    }
    if (external) {
      externalName(spec);
    } else if (isHeadless(spec) && !type.equals(CLUSTER_IP)) {
      spec.field("clusterIPs")
          .item(0)
          .invalid("None", "may not be set to 'None' for " + type + " services");
    }
  }

  private static void externalName(ValidatedField spec) {
    String why = "may not be set for ExternalName services";
    for (String field : new String[] {"clusterIPs", "ipFamilies", "ipFamilyPolicy"}) {
      if (!spec.field(field).isEmpty()) {
        spec.field(field).forbidden(why);
      }
    }
    String name = spec.text("externalName");
    String without = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (without.isEmpty()) {
      spec.field("externalName").required("");
    } else {
      Format.SUBDOMAIN
          .violations(without)
          .forEach(violation -> spec.field("externalName").invalid(without, violation));
    }
  }

  /** A port is required; the target port defaults to it. */
  public static void ports(ValidatedField ports) {
    Set<String> names = new HashSet<>();
    for (ValidatedField port : ports.items()) {
      ValidatedField name = port.field("name");
      if (name.isEmpty() && ports.value().size() > 1) {
        name.required("");
      } else if (!name.isEmpty()) {
        name.invalid(Format.LABEL.violations(name.text()));
        if (!names.add(name.text())) {
          name.duplicate();
        }
      }
      number(port.field("port"), port.field("port").number());
      ValidatedField target = port.field("targetPort");
      if (target.value().isTextual()) {
        PortRules.check(target);
      } else {
        number(target, target.number() == 0 ? port.field("port").number() : target.number());
      }
    }
  }

  private static void number(ValidatedField place, long number) {
    if (number < 1 || number > 65535) {
      place.invalid(IntNode.valueOf((int) number), "must be between 1 and 65535, inclusive");
    }
  }

  public static void affinity(ValidatedField spec) {
    ValidatedField config = spec.field("sessionAffinityConfig");
    ValidatedField timeout = config.field("clientIP").field("timeoutSeconds");
    switch (spec.text("sessionAffinity")) {
      case "ClientIP" -> {
        String why = "when session affinity type is ClientIP";
        if (config.value().isMissingNode()) {
          config.required(why);
        } else if (!config.has("clientIP")) {
          config.field("clientIP").required(why);
        } else if (timeout.value().isMissingNode()) {
          timeout.required(why);
        } else if (timeout.number() <= 0 || timeout.number() > LONGEST_AFFINITY) {
          timeout.invalid("must be greater than 0 and less than " + LONGEST_AFFINITY);
        }
      }
      case "None" -> {
        if (!config.value().isMissingNode()) {
          config.forbidden("must not be set when session affinity is None");
        }
      }
      default -> {}
    }
  }

  /** Node ports: only for types that have them, and each only once per protocol. */
  public static void nodePorts(ValidatedField spec) {
    Set<String> used = new HashSet<>();
    boolean none = spec.text("type").equals(CLUSTER_IP);
    for (ValidatedField port : spec.items("ports")) {
      if (none && port.field("nodePort").number() != 0) {
        port.field("nodePort").forbidden("may not be used when `type` is 'ClusterIP'");
      }
    }
    for (ValidatedField port : spec.items("ports")) {
      ValidatedField node = port.field("nodePort");
      if (node.number() != 0 && !used.add(port.text("protocol") + "/" + node.number())) {
        node.duplicate();
      }
    }
    once(spec);
  }

  private static void once(ValidatedField spec) {
    Set<JsonNode> used = new HashSet<>();
    for (ValidatedField port : spec.items("ports")) {
      if (!used.add(inGo(port))) {
        port.duplicate(inGo(port));
      }
    }
  }

  /** A port as its Go type is printed, with only the compared fields filled in. */
  private static ObjectNode inGo(ValidatedField port) {
    return Json.object()
        .put("Name", "")
        .put("Protocol", port.text("protocol"))
        .putNull("AppProtocol")
        .put("Port", port.field("port").number())
        .put("TargetPort", 0)
        .put("NodePort", 0);
  }

  public static void loadBalancer(ValidatedField spec) {
    boolean is = spec.text("type").equals(LOAD_BALANCER);
    ValidatedField ranges = spec.field("LoadBalancerSourceRanges");
    if (!spec.items("loadBalancerSourceRanges").isEmpty()) {
      if (!is) {
        ranges.forbidden(FOR_LOAD_BALANCERS);
      }
      for (ValidatedField range : spec.items("loadBalancerSourceRanges")) {
        String text = range.text().strip();
        IpRules.rangeViolations(text).forEach(why -> ranges.entry(range.key()).invalid(text, why));
      }
    }
    for (String field : new String[] {"allocateLoadBalancerNodePorts", "loadBalancerClass"}) {
      if (!is && spec.has(field)) {
        spec.field(field).forbidden(FOR_LOAD_BALANCERS);
      }
    }
  }

  /** Traffic policies and their fields. */
  public static void traffic(ValidatedField spec) {
    String type = spec.text("type");
    boolean open =
        type.equals(LOAD_BALANCER)
            || type.equals("NodePort")
            || (type.equals(CLUSTER_IP) && !spec.items("externalIPs").isEmpty());
    ValidatedField policy = spec.field("externalTrafficPolicy");
    if (!open && !policy.isEmpty()) {
      policy.invalid("may only be set for externally-accessible services");
    } else if (open && policy.isEmpty()) {
      policy.required("");
    } else if (open) {
      POLICY.at(policy);
    }
    ValidatedField health = spec.field("healthCheckNodePort");
    if (health.number() != 0 && !(type.equals(LOAD_BALANCER) && policy.text().equals("Local"))) {
      health.invalid(
          "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    }
  }

  /** Only a service of type LoadBalancer has load balancer addresses. */
  public static void status(ValidatedField status) {
    ValidatedField ingress = status.field("loadBalancer").field("ingress");
    if (!status.parent().field("spec").text("type").equals(LOAD_BALANCER) && !ingress.isEmpty()) {
      ingress.forbidden("may only be used when `spec.type` is 'LoadBalancer'");
    }
  }

  /** An ingress IP has an IP mode; a host name has none. */
  public static void ingress(ValidatedField ingress) {
    if (ingress.text("ip").isEmpty() && ingress.has("ipMode")) {
      ingress.field("ipMode").forbidden("may not be specified when `ip` is not set");
    }
    boolean balanced = ingress.root().field("spec").text("type").equals(LOAD_BALANCER);
    if (balanced && !ingress.text("ip").isEmpty() && !ingress.has("ipMode")) {
      ingress.field("ipMode").required("must be specified when `ip` is set");
    }
    if (IpRules.parse(ingress.text("hostname")).isPresent()) {
      ingress.field("hostname").invalid("must be a DNS name, not an IP address");
    }
  }
}
