package dev.cnilab.cluster.apiserver.schema.decoding;

import dev.cnilab.cluster.apiserver.schema.Struct;
import java.util.List;
import java.util.Map;

/** Go's structures whose fields JSON shows as those of the structure that they are embedded in. */
final class Embedded {
  /** Of most types: those that refer to an object by its name alone. */
  private static final List<String> USUAL = List.of("LocalObjectReference");

  private static final Map<String, List<String>> NAMES =
      Map.of(
          "EphemeralContainer", List.of("EphemeralContainerCommon"),
          "IngressRule", List.of("IngressRuleValue"),
          "NamedRuleWithOperations", List.of("RuleWithOperations", "Rule"),
          "PersistentVolumeSpec", List.of("PersistentVolumeSource"),
          "Probe", List.of("ProbeHandler"),
          "RuleWithOperations", List.of("Rule"),
          "Volume", List.of("VolumeSource"),
          "DeviceAllocationConfiguration", List.of("DeviceConfiguration"),
          "DeviceClaimConfiguration", List.of("DeviceConfiguration"),
          "DeviceClassConfiguration", List.of("DeviceConfiguration"));

  private Embedded() {}

  /** The structures between a type and its field, each with a dot behind it; "" for none. */
  static String holding(Struct type, String field) {
    int depth = type.field(field).map(known -> known.numbers().size() - 1).orElse(0);
    if (depth < 1) {
      return "";
    }
    StringBuilder path = new StringBuilder();
    List<String> names = NAMES.getOrDefault(type.simpleName(), USUAL);
    for (String name : names.subList(0, Math.min(depth, names.size()))) {
      path.append(name).append('.');
    }
    return path.toString();
  }
}
