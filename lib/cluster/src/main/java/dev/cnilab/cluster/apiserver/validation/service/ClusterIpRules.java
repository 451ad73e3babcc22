package dev.cnilab.cluster.apiserver.validation.service;

import dev.cnilab.cluster.apiserver.validation.field.Check;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.IpRules;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A service's cluster IPs: one for each family, the first one in both fields. */
public final class ClusterIpRules {
  private static final int MOST = 2;
  private static final List<String> FAMILIES = List.of("IPv4", "IPv6");
  private static final Check POLICY =
      Checks.oneOf(List.of("PreferDualStack", "RequireDualStack", "SingleStack"));

  private ClusterIpRules() {}

  public static void check(ValidatedField spec) {
    if (spec.text("type").equals("ExternalName")) {
      return;
    }
    ValidatedField all = spec.field("clusterIPs");
    first(spec, all);
    families(spec.field("ipFamilies"));
    POLICY.at(spec.field("ipFamilyPolicy"));
    int before = spec.errorsSoFar();
    addresses(all);
    boolean valid = spec.errorsSoFar() == before;
    if (all.value().size() > MOST) {
      all.invalid("may only hold up to 2 values");
    }
    if (valid) {
      agreeing(spec, all);
    }
  }

  private static void first(ValidatedField spec, ValidatedField all) {
    String address = spec.text("clusterIP");
    if (address.isEmpty() && !all.isEmpty()) {
      all.invalid("must be empty when `clusterIP` is not specified");
    } else if (!address.isEmpty() && all.isEmpty()) {
      all.required("");
    } else if (!address.equals(all.item(0).text())) {
      all.invalid("first value must match `clusterIP`");
    }
  }

  private static void families(ValidatedField families) {
    Set<String> seen = new HashSet<>();
    for (ValidatedField family : families.items()) {
      Checks.oneOf(FAMILIES).at(family);
      if (!seen.add(family.text())) {
        family.duplicate();
      }
    }
  }

  private static void addresses(ValidatedField all) {
    for (ValidatedField address : all.items()) {
      if (address.text().equals("None") && address.key().equals("0")) {
        if (all.value().size() > 1) {
          all.invalid("'None' must be the first and only value");
        }
      } else {
        address.invalid(IpRules.violations(address.text()));
      }
    }
  }

  private static void agreeing(ValidatedField spec, ValidatedField all) {
    List<String> addresses = all.items().stream().map(ValidatedField::text).toList();
    if (!IpRules.areOfDifferentFamilies(addresses)) {
      all.invalid("may specify no more than one IP for each IP family");
    }
    List<ValidatedField> families = spec.items("ipFamilies");
    for (int i = 0; i < Math.min(addresses.size(), families.size()); i++) {
      String found = IpRules.isV6(addresses.get(i)) ? "IPv6" : "IPv4";
      String family = families.get(i).text();
      if (!addresses.get(i).equals("None") && FAMILIES.contains(family) && !found.equals(family)) {
        all.item(i)
            .invalid("expected an " + family + " value as indicated by `ipFamilies[" + i + "]`");
      }
    }
  }
}
