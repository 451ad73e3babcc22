package dev.cnilab.cluster.apiserver.validation.kind;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.GoValue;
import dev.cnilab.cluster.apiserver.validation.field.IpRules;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.apiserver.validation.field.WholeResources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Nodes: taints, pod CIDRs, addresses. */
public final class NodeRules {
  private static final List<String> EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  private NodeRules() {}

  /** The API server reports the annotation that once held the taints as the place. */
  public static void taints(ValidatedField node) {
    ValidatedField taints = node.field("spec").field("taints");
    ValidatedField named = node.field("metadata").field("taints");
    Set<List<String>> seen = new HashSet<>();
    for (ValidatedField taint : taints.items()) {
      ValidatedField place = named.entry(taint.key());
      String key = taint.text("key");
      Format.keyViolations(key).forEach(why -> place.field("key").invalid(key, why));
      String value = taint.text("value");
      List<String> violations = Format.LABEL_VALUE.violations(value);
      if (!violations.isEmpty()) {
        place.field("value").invalid(value, String.join(";", violations));
      }
      String effect = taint.text("effect");
      if (effect.isEmpty()) {
        place.field("effect").required("");
      } else if (!EFFECTS.contains(effect)) {
        place.field("effect").notSupported(effect, EFFECTS);
      }
      if (!seen.add(List.of(key, effect))) {
        place.duplicate(
            GoValue.of(taint.value(), "Key=", "Value=", "Effect=", "TimeAdded"),
            "taints must be unique by key and effect pair");
      }
    }
  }

  public static void ranges(ValidatedField spec) {
    ValidatedField all = spec.field("podCIDRs");
    String first = spec.text("podCIDR");
    if (all.isEmpty() && !first.isEmpty()) {
      ValidatedField only = all.item(0);
      IpRules.rangeViolations(first).forEach(why -> only.invalid(first, why));
      return;
    }
    for (ValidatedField range : all.items()) {
      range.invalid(IpRules.rangeViolations(range.text()));
    }
    List<String> texts = all.items().stream().map(ValidatedField::text).toList();
    if (!IpRules.areOfDifferentFamilies(texts)) {
      all.invalid("may specify no more than one CIDR for each IP family");
    }
  }

  /** Quantities of resources; the API server's paths have no brackets here. */
  public static void amounts(ValidatedField amounts) {
    for (ValidatedField amount : amounts.entries()) {
      ValidatedField shown = amounts.field(amount.key());
      Checks.QUANTITY.at(shown);
      WholeResources.check(amount.key(), shown);
    }
  }

  public static void addresses(ValidatedField addresses) {
    Set<JsonNode> seen = new HashSet<>();
    for (ValidatedField address : addresses.items()) {
      if (!seen.add(address.value())) {
        address.duplicate(GoValue.of(address.value(), "Type=", "Address="));
      }
    }
  }
}
