package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.List;
import java.util.Optional;

/** What must hold between the fields of a NetworkPolicy, and of label selectors. */
final class PolicyRules {
  private static final List<String> TYPES = List.of("Ingress", "Egress");
  private static final String CIDR =
      "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

  private PolicyRules() {}

  static void spec(JsonNode spec, String path, List<FieldError> errors) {
    JsonNode types = spec.path("policyTypes");
    if (types.size() > TYPES.size()) {
      errors.add(
          FieldError.invalid(
              path + ".policyTypes", types, "may not specify more than two policyTypes"));
      return;
    }
    for (int i = 0; i < types.size(); i++) {
      String type = types.get(i).asText();
      if (!TYPES.contains(type)) {
        errors.add(FieldError.notSupported(path + ".policyTypes[" + i + "]", type, TYPES));
      }
    }
  }

  static void peer(JsonNode peer, String path, List<FieldError> errors) {
    boolean selects = peer.hasNonNull("podSelector") || peer.hasNonNull("namespaceSelector");
    if (!selects && !peer.hasNonNull("ipBlock")) {
      errors.add(FieldError.required(path, "must specify a peer"));
    } else if (selects && peer.hasNonNull("ipBlock")) {
      errors.add(FieldError.forbidden(path, "may not specify both ipBlock and another peer"));
    }
  }

  static void port(JsonNode port, String path, List<FieldError> errors) {
    JsonNode number = port.path("port");
    JsonNode end = port.path("endPort");
    if (number.isTextual()) {
      if (end.isNumber()) {
        errors.add(endPort(path, end, "may not be specified when `port` is non-numeric"));
      }
      FieldRules.portName(number.asText())
          .ifPresent(why -> errors.add(FieldError.invalid(path + ".port", number, why)));
    } else if (number.isNumber()) {
      FieldRules.port(number.asLong())
          .ifPresent(why -> errors.add(FieldError.invalid(path + ".port", number, why)));
      if (end.isNumber()) {
        if (end.asLong() < number.asLong()) {
          errors.add(endPort(path, end, "must be greater than or equal to `port`"));
        }
        FieldRules.port(end.asLong()).ifPresent(why -> errors.add(endPort(path, end, why)));
      }
    } else if (end.isNumber()) {
      errors.add(endPort(path, end, "may not be specified when `port` is not specified"));
    }
  }

  private static FieldError endPort(String path, JsonNode value, String why) {
    return FieldError.invalid(path + ".endPort", IntNode.valueOf(value.asInt()), why);
  }

  static void block(JsonNode block, String path, List<FieldError> errors) {
    String cidr = block.path("cidr").asText("");
    JsonNode except = block.path("except");
    for (int i = 0; i < except.size(); i++) {
      String place = path + ".except[" + i + "]";
      String part = except.get(i).asText();
      if (!isCidr(part)) {
        errors.add(FieldError.invalid(place, part, CIDR));
      } else if (isCidr(cidr) && !isStrictlyWithin(part, cidr)) {
        errors.add(FieldError.invalid(place, part, "must be a strict subset of `cidr`"));
      }
    }
  }

  private static boolean isCidr(String text) {
    return FieldRules.cidr(text).isEmpty();
  }

  /** Two of IPv6 are compared by their lengths alone: no address here is of that family. */
  private static boolean isStrictlyWithin(String part, String whole) {
    boolean inner = length(part) > length(whole);
    if (part.contains(":") || whole.contains(":")) {
      return part.contains(":") && whole.contains(":") && inner;
    }
    Ipv4Prefix network = Ipv4Prefix.parse(whole).network();
    return inner && network.contains(Ipv4Prefix.parse(part).address());
  }

  private static int length(String cidr) {
    return Integer.parseInt(cidr.substring(cidr.indexOf('/') + 1));
  }

  static void selector(JsonNode selector, String path, List<FieldError> errors) {
    selector
        .path("matchLabels")
        .properties()
        .forEach(
            label -> {
              String place = path + ".matchLabels";
              MetadataRules.keyViolation(label.getKey())
                  .ifPresent(why -> errors.add(FieldError.invalid(place, label.getKey(), why)));
              value(place, label.getValue()).ifPresent(errors::add);
            });
  }

  static void requirement(JsonNode requirement, String path, List<FieldError> errors) {
    JsonNode values = requirement.path("values");
    JsonNode operator = requirement.path("operator");
    switch (operator.asText("")) {
      case "In", "NotIn" -> {
        if (values.isEmpty()) {
          errors.add(
              FieldError.required(
                  path + ".values", "must be specified when `operator` is 'In' or 'NotIn'"));
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!values.isEmpty()) {
          errors.add(
              FieldError.forbidden(
                  path + ".values",
                  "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
        }
      }
      default ->
          errors.add(
              FieldError.invalid(
                  path + ".operator", operator.asText(""), "not a valid selector operator"));
    }
    String key = requirement.path("key").asText("");
    MetadataRules.keyViolation(key)
        .ifPresent(why -> errors.add(FieldError.invalid(path + ".key", key, why)));
    for (int i = 0; i < values.size(); i++) {
      value(path + ".values[" + i + "]", values.get(i)).ifPresent(errors::add);
    }
  }

  private static Optional<FieldError> value(String place, JsonNode value) {
    return Format.LABEL_VALUE
        .violation(value.asText())
        .map(why -> FieldError.invalid(place, value, why));
  }
}
