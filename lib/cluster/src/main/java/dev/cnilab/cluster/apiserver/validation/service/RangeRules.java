package dev.cnilab.cluster.apiserver.validation.service;

import dev.cnilab.cluster.apiserver.validation.field.IpRules;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.List;

/** The ranges that services' addresses are from, and those addresses. */
public final class RangeRules {
  private RangeRules() {}

  public static void ranges(ValidatedField ranges) {
    if (ranges.isEmpty()) {
      ranges.required("at least one CIDR required");
      return;
    }
    List<String> texts = ranges.items().stream().map(ValidatedField::text).toList();
    if (texts.size() > 2 || !IpRules.areOfDifferentFamilies(texts)) {
      ranges.invalid(
          "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and"
              + " 2001:db8::/64");
    }
    ranges.items().forEach(range -> range.invalid(IpRules.rangeViolations(range.text())));
  }

  public static void parent(ValidatedField spec) {
    if (!spec.has("parentRef")) {
      spec.field("parentRef").required("");
    }
  }
}
