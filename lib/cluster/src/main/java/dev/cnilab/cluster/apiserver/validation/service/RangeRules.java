package dev.cnilab.cluster.apiserver.validation.service;

import dev.cnilab.cluster.apiserver.validation.field.Addresses;
import dev.cnilab.cluster.apiserver.validation.field.Place;
import java.util.List;

/** The ranges that services' addresses are from, and those addresses. */
public final class RangeRules {
  private RangeRules() {}

  public static void ranges(Place ranges) {
    if (ranges.isEmpty()) {
      ranges.required("at least one CIDR required");
      return;
    }
    List<String> texts = ranges.items().stream().map(Place::text).toList();
    if (texts.size() > 2 || !Addresses.areOfDifferentFamilies(texts)) {
      ranges.invalid(
          "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and"
              + " 2001:db8::/64");
    }
    ranges.items().forEach(range -> range.invalid(Addresses.rangeViolations(range.text())));
  }

  public static void parent(Place spec) {
    if (!spec.has("parentRef")) {
      spec.field("parentRef").required("");
    }
  }
}
