package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold between the fields of a struct, wherever in an object it is. */
final class StructRules {
  private static final int MOST_NAME_SERVERS = 3;
  static final String ADDRESS = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

  private StructRules() {}

  static void check(String type, JsonNode struct, String path, List<FieldError> errors) {
    switch (type) {
      case "core.v1.PodSpec" -> pod(struct, path, errors);
      case "core.v1.PodStatus" -> StatusRules.pod(struct, path, errors);
      case "core.v1.NodeStatus" -> StatusRules.node(struct, path, errors);
      case "core.v1.NodeSpec" -> node(struct, path, errors);
      case "apps.v1.DeploymentStatus",
          "apps.v1.ReplicaSetStatus",
          "core.v1.ReplicationControllerStatus" ->
          StatusRules.replicas(struct, path, errors);
      case "meta.v1.OwnerReference" -> owner(struct, path, errors);
      case "rbac.v1.Subject" -> subject(struct, path, errors);
      case "core.v1.Probe" -> probe(struct, path, errors);
      case "core.v1.Toleration" -> toleration(struct, path, errors);
      case "core.v1.ServiceSpec" -> service(struct, path, errors);
      case "networking.v1.NetworkPolicySpec" -> PolicyRules.spec(struct, path, errors);
      case "networking.v1.NetworkPolicyPeer" -> PolicyRules.peer(struct, path, errors);
      case "networking.v1.NetworkPolicyPort" -> PolicyRules.port(struct, path, errors);
      case "networking.v1.IPBlock" -> PolicyRules.block(struct, path, errors);
      case "meta.v1.LabelSelector" -> PolicyRules.selector(struct, path, errors);
      case "meta.v1.LabelSelectorRequirement" -> PolicyRules.requirement(struct, path, errors);
      default -> {}
    }
  }

  private static void pod(JsonNode spec, String path, List<FieldError> errors) {
    Set<String> volumes = unique(spec.path("volumes"), "name", path + ".volumes", errors);
    Set<String> names = new HashSet<>();
    for (String list : new String[] {"containers", "initContainers"}) {
      JsonNode containers = spec.path(list);
      for (int i = 0; i < containers.size(); i++) {
        String place = path + "." + list + "[" + i + "]";
        String name = containers.get(i).path("name").asText("");
        if (!name.isEmpty() && !names.add(name)) {
          errors.add(FieldError.duplicate(place + ".name", name));
        }
        mounts(containers.get(i).path("volumeMounts"), volumes, place + ".volumeMounts", errors);
        ports(containers.get(i).path("ports"), spec, place + ".ports", errors);
        ContainerResources.check(containers.get(i).path("resources"), place + ".resources", errors);
      }
    }
    dns(spec, path, errors);
  }

  private static void mounts(
      JsonNode mounts, Set<String> volumes, String path, List<FieldError> errors) {
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < mounts.size(); i++) {
      String name = mounts.get(i).path("name").asText("");
      String mountPath = mounts.get(i).path("mountPath").asText("");
      if (!volumes.contains(name)) {
        errors.add(FieldError.notFound(path + "[" + i + "].name", name));
      }
      if (!paths.add(mountPath)) {
        errors.add(FieldError.invalid(path + "[" + i + "].mountPath", mountPath, "must be unique"));
      }
    }
  }

  private static void ports(JsonNode ports, JsonNode spec, String path, List<FieldError> errors) {
    unique(ports, "name", path, errors);
    for (int i = 0; i < ports.size(); i++) {
      JsonNode host = ports.get(i).path("hostPort");
      if (spec.path("hostNetwork").asBoolean()
          && host.asInt() != 0 // in a template it may be left to the pod's defaults
          && !host.equals(ports.get(i).path("containerPort"))) {
        errors.add(
            FieldError.invalid(
                path + "[" + i + "].hostPort",
                host,
                "must match `containerPort` when `hostNetwork` is true"));
      }
    }
  }

  private static void dns(JsonNode spec, String path, List<FieldError> errors) {
    JsonNode config = spec.path("dnsConfig");
    JsonNode servers = config.path("nameservers");
    if (spec.path("dnsPolicy").asText().equals("None")) {
      if (config.isMissingNode()) {
        errors.add(
            FieldError.required(
                path + ".dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None"));
      } else if (servers.isEmpty()) {
        errors.add(
            FieldError.required(
                path + ".dnsConfig.nameservers",
                "must provide at least one DNS nameserver when `dnsPolicy` is None"));
      }
    }
    if (servers.size() > MOST_NAME_SERVERS) {
      errors.add(
          FieldError.invalid(
              path + ".dnsConfig.nameservers",
              servers,
              "must not have more than " + MOST_NAME_SERVERS + " nameservers"));
    }
    for (int i = 0; i < servers.size(); i++) {
      if (!isAddress(servers.get(i).asText())) {
        errors.add(
            FieldError.invalid(
                path + ".dnsConfig.nameservers[" + i + "]", servers.get(i), ADDRESS));
      }
    }
  }

  static boolean isAddress(String text) {
    if (text.contains(":")) {
      return text.matches("[0-9a-fA-F:.]{2,45}");
    }
    return text.matches(
        "((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");
  }

  private static void node(JsonNode spec, String path, List<FieldError> errors) {
    JsonNode all = spec.path("podCIDRs");
    for (int i = 0; i < Math.max(all.size(), spec.has("podCIDR") ? 1 : 0); i++) {
      String cidr =
          i == 0 ? spec.path("podCIDR").asText(all.path(0).asText()) : all.get(i).asText();
      String place = path + ".podCIDRs[" + i + "]";
      FieldRules.cidr(cidr).ifPresent(why -> errors.add(FieldError.invalid(place, cidr, why)));
    }
  }

  private static void owner(JsonNode owner, String path, List<FieldError> errors) {
    for (String field : List.of("apiVersion", "kind", "name", "uid")) {
      if (owner.path(field).asText("").isEmpty()) {
        String what = field.equals("apiVersion") ? "version" : field;
        errors.add(FieldError.invalid(path + "." + field, "", what + " must not be empty"));
      }
    }
  }

  private static void subject(JsonNode subject, String path, List<FieldError> errors) {
    boolean account = subject.path("kind").asText().equals("ServiceAccount");
    String group = subject.path("apiGroup").asText("");
    String wanted = account ? "" : "rbac.authorization.k8s.io";
    if (!group.isEmpty() && !group.equals(wanted)) {
      errors.add(FieldError.notSupported(path + ".apiGroup", group, List.of(wanted)));
    }
  }

  private static void probe(JsonNode probe, String path, List<FieldError> errors) {
    String seen = "";
    for (String action : new String[] {"exec", "httpGet", "tcpSocket", "grpc"}) {
      if (probe.has(action)) {
        if (!seen.isEmpty()) {
          errors.add(
              FieldError.forbidden(
                  path + "." + action, "may not specify more than 1 handler type"));
        }
        seen = action;
      }
    }
    if (seen.isEmpty()) {
      errors.add(FieldError.required(path, "must specify a handler type"));
    }
  }

  private static void toleration(JsonNode toleration, String path, List<FieldError> errors) {
    String operator = toleration.path("operator").asText("");
    String effect = toleration.path("effect").asText("");
    if (toleration.path("key").asText("").isEmpty() && !operator.equals("Exists")) {
      errors.add(
          FieldError.invalid(
              path + ".operator",
              operator,
              "operator must be Exists when `key` is empty, which means \"match all values and all"
                  + " keys\""));
    }
    if (toleration.has("tolerationSeconds") && !effect.equals("NoExecute")) {
      errors.add(
          FieldError.invalid(
              path + ".effect",
              effect,
              "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    }
    if (operator.equals("Exists") && !toleration.path("value").asText("").isEmpty()) {
      errors.add(
          FieldError.invalid(
              path + ".operator",
              toleration.path("value"),
              "value must be empty when `operator` is 'Exists'"));
    }
  }

  private static void service(JsonNode spec, String path, List<FieldError> errors) {
    JsonNode ports = spec.path("ports");
    boolean headless = spec.path("clusterIP").asText("").equals("None");
    if (ports.isEmpty() && !headless && !spec.path("type").asText().equals("ExternalName")) {
      errors.add(FieldError.required(path + ".ports", ""));
    }
    unique(ports, "name", path + ".ports", errors);
    Set<String> used = new HashSet<>();
    for (int i = 0; i < ports.size(); i++) {
      if (ports.size() > 1 && ports.get(i).path("name").asText("").isEmpty()) {
        errors.add(FieldError.required(path + ".ports[" + i + "].name", ""));
      }
      numbers(ports.get(i), path + ".ports[" + i + "]", errors);
      String port =
          ports.get(i).path("port").asText() + "/" + ports.get(i).path("protocol").asText();
      if (!used.add(port)) {
        errors.add(
            new FieldError(
                FieldError.Type.DUPLICATE,
                path + ".ports[" + i + "]",
                "Duplicate value: " + ports.get(i)));
      }
    }
  }

  /** A port must be told; the one it leads to is the same if it is not. */
  private static void numbers(JsonNode servicePort, String path, List<FieldError> errors) {
    JsonNode port = IntNode.valueOf(servicePort.path("port").asInt());
    JsonNode target = servicePort.path("targetPort");
    FieldRules.port(port.asLong())
        .ifPresent(why -> errors.add(FieldError.invalid(path + ".port", port, why)));
    if (target.isTextual()) {
      FieldRules.portNameViolations(target.asText())
          .forEach(why -> errors.add(FieldError.invalid(path + ".targetPort", target, why)));
    } else {
      JsonNode number = target.asInt() == 0 ? port : target;
      FieldRules.port(number.asLong())
          .ifPresent(why -> errors.add(FieldError.invalid(path + ".targetPort", number, why)));
    }
  }

  /** The values of a field in a list's items; an error for each that comes again. */
  private static Set<String> unique(
      JsonNode list, String field, String path, List<FieldError> errors) {
    Set<String> values = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      String value = list.get(i).path(field).asText("");
      if (!value.isEmpty() && !values.add(value)) {
        errors.add(FieldError.duplicate(path + "[" + i + "]." + field, value));
      }
    }
    return values;
  }
}
