package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold between the fields of a status. */
final class StatusRules {
  private StatusRules() {}

  static void pod(JsonNode status, String path, List<FieldError> errors) {
    addresses("podIP", "podIPs", status, path, errors);
    addresses("hostIP", "hostIPs", status, path, errors);
  }

  /** The single address is the first of the list; clients that know only it may change it. */
  private static void addresses(
      String single, String list, JsonNode status, String path, List<FieldError> errors) {
    JsonNode all = status.path(list);
    String first = status.path(single).asText("");
    for (int i = 0; i < Math.max(all.size(), first.isEmpty() ? 0 : 1); i++) {
      String address = i == 0 && !first.isEmpty() ? first : all.get(i).path("ip").asText("");
      if (!StructRules.isAddress(address)) {
        errors.add(
            FieldError.invalid(path + "." + list + "[" + i + "]", address, StructRules.ADDRESS));
      }
    }
  }

  static void node(JsonNode status, String path, List<FieldError> errors) {
    Set<JsonNode> seen = new HashSet<>();
    JsonNode addresses = status.path("addresses");
    for (int i = 0; i < addresses.size(); i++) {
      if (!seen.add(addresses.get(i))) {
        errors.add(FieldError.duplicate(path + ".addresses[" + i + "]", addresses.get(i)));
      }
    }
  }

  /** Of all replicas no more can be of some kind than there are. */
  static void replicas(JsonNode status, String path, List<FieldError> errors) {
    for (String part :
        List.of("updatedReplicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas")) {
      atMost(part, "replicas", "status.replicas", status, path, errors);
    }
    atMost("availableReplicas", "readyReplicas", "readyReplicas", status, path, errors);
  }

  private static void atMost(
      String part,
      String whole,
      String words,
      JsonNode status,
      String path,
      List<FieldError> errors) {
    if (status.has(part) && status.path(part).asLong() > status.path(whole).asLong()) {
      errors.add(
          FieldError.invalid(
              path + "." + part, status.path(part), "cannot be greater than " + words));
    }
  }
}
