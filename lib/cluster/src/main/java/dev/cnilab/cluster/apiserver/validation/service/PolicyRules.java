package dev.cnilab.cluster.apiserver.validation.service;

import dev.cnilab.cluster.apiserver.validation.field.Cidr;
import dev.cnilab.cluster.apiserver.validation.field.IpRules;
import dev.cnilab.cluster.apiserver.validation.field.PortRules;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.List;
import java.util.Optional;

/** Rules that relate the fields of a NetworkPolicy. */
public final class PolicyRules {
  private static final List<String> TYPES = List.of("Ingress", "Egress");

  private PolicyRules() {}

  public static void types(ValidatedField types) {
    if (types.value().size() > TYPES.size()) {
      types.invalid("may not specify more than two policyTypes");
      return;
    }
    for (ValidatedField type : types.items()) {
      if (!TYPES.contains(type.text())) {
        type.notSupported(TYPES);
      }
    }
  }

  public static void peer(ValidatedField peer) {
    boolean selects = peer.has("podSelector") || peer.has("namespaceSelector");
    if (!selects && !peer.has("ipBlock")) {
      peer.required("must specify a peer");
    } else if (selects && peer.has("ipBlock")) {
      peer.forbidden("may not specify both ipBlock and another peer");
    }
  }

  public static void port(ValidatedField port) {
    ValidatedField number = port.field("port");
    ValidatedField end = port.field("endPort");
    if (number.value().isTextual()) {
      if (end.value().isNumber()) {
        endPort(end, "may not be specified when `port` is non-numeric");
      }
      PortRules.check(number);
    } else if (number.value().isNumber()) {
      PortRules.check(number);
      if (end.value().isNumber()) {
        if (end.number() < number.number()) {
          endPort(end, "must be greater than or equal to `port`");
        }
        PortRules.check(end);
      }
    } else if (end.value().isNumber()) {
      endPort(end, "may not be specified when `port` is not specified");
    }
  }

  private static void endPort(ValidatedField end, String why) {
    end.invalidNumber(why);
  }

  /** An exception must be part of its block. */
  public static void except(ValidatedField except) {
    Optional<Cidr> block = Cidr.parse(except.parent().text("cidr"));
    for (ValidatedField part : except.items()) {
      part.invalid(IpRules.rangeViolations(part.text()));
      Optional<Cidr> range = Cidr.parse(part.text());
      if (block.isPresent() && range.isPresent() && !block.get().isWiderThan(range.get())) {
        part.invalid("must be a strict subset of `cidr`");
      }
    }
  }
}
