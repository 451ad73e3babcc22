package dev.cnilab.cluster.apiserver.validation.service;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.IpRules;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Endpoints: addresses of the declared family that can be reached. */
public final class EndpointRules {
  private EndpointRules() {}

  /** The addresses of one endpoint of a slice. */
  public static void addresses(ValidatedField addresses) {
    String family = addresses.root().text("addressType");
    for (ValidatedField address : addresses.items()) {
      switch (family) {
        case "IPv4", "IPv6" -> address(address, family, addresses);
        case "FQDN" -> {
          Optional<String> objection = Format.SUBDOMAIN.objection(address.text());
          if (objection.isPresent()) {
            address.invalid(objection.get());
          } else if (!address.text().contains(".")) {
            address.invalid("should be a domain with at least two segments separated by dots");
          }
        }
        default -> {}
      }
    }
  }

  private static void address(ValidatedField address, String family, ValidatedField addresses) {
    List<String> violations = IpRules.violations(address.text());
    address.invalid(violations);
    if (violations.isEmpty()) {
      if (IpRules.isV6(address.text()) != family.equals("IPv6")) {
        addresses.invalid(address.text(), "must be an " + family + " address");
      }
      address.invalid(IpRules.unreachable(address.text()));
    }
  }

  /** No two ports of a slice have the same name; the empty name counts as one. */
  public static void ports(ValidatedField ports) {
    Set<String> names = new HashSet<>();
    for (ValidatedField port : ports.items()) {
      ValidatedField name = port.field("name");
      if (!name.isEmpty()) {
        name.invalid(Format.LABEL.violations(name.text()));
      }
      if (!names.add(name.text())) {
        name.duplicate(name.text());
      }
    }
  }

  /** A subset of Endpoints. */
  public static void subset(ValidatedField subset) {
    if (subset.items("addresses").isEmpty() && subset.items("notReadyAddresses").isEmpty()) {
      subset.required("must specify `addresses` or `notReadyAddresses`");
    }
  }

  /** If there are several ports, each has a name. */
  public static void namedPorts(ValidatedField ports) {
    for (ValidatedField port : ports.items()) {
      if (ports.value().size() > 1 && port.text("name").isEmpty()) {
        port.field("name").required("");
      }
    }
  }
}
