package dev.cnilab.cluster.apiserver.validation.service;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.cnilab.cluster.apiserver.validation.field.Addresses;
import dev.cnilab.cluster.apiserver.validation.field.Place;
import dev.cnilab.cluster.apiserver.validation.field.Ports;
import dev.cnilab.cluster.apiserver.validation.field.Range;
import java.util.List;
import java.util.Optional;

/** Rules that relate the fields of a NetworkPolicy. */
public final class PolicyRules {
  private static final List<String> TYPES = List.of("Ingress", "Egress");

  private PolicyRules() {}

  public static void types(Place types) {
    if (types.value().size() > TYPES.size()) {
      types.invalid("may not specify more than two policyTypes");
      return;
    }
    for (Place type : types.items()) {
      if (!TYPES.contains(type.text())) {
        type.notSupported(TYPES);
      }
    }
  }

  public static void peer(Place peer) {
    boolean selects = peer.has("podSelector") || peer.has("namespaceSelector");
    if (!selects && !peer.has("ipBlock")) {
      peer.required("must specify a peer");
    } else if (selects && peer.has("ipBlock")) {
      peer.forbidden("may not specify both ipBlock and another peer");
    }
  }

  public static void port(Place port) {
    Place number = port.field("port");
    Place end = port.field("endPort");
    if (number.value().isTextual()) {
      if (end.value().isNumber()) {
        endPort(end, "may not be specified when `port` is non-numeric");
      }
      Ports.check(number);
    } else if (number.value().isNumber()) {
      Ports.check(number);
      if (end.value().isNumber()) {
        if (end.number() < number.number()) {
          endPort(end, "must be greater than or equal to `port`");
        }
        Ports.check(end);
      }
    } else if (end.value().isNumber()) {
      endPort(end, "may not be specified when `port` is not specified");
    }
  }

  private static void endPort(Place end, String why) {
    end.invalid(IntNode.valueOf((int) end.number()), why);
  }

  /** An exception must be part of its block. */
  public static void except(Place except) {
    Optional<Range> block = Range.parse(except.parent().text("cidr"));
    for (Place part : except.items()) {
      part.invalid(Addresses.rangeViolations(part.text()));
      Optional<Range> range = Range.parse(part.text());
      if (block.isPresent() && range.isPresent() && !block.get().isWiderThan(range.get())) {
        part.invalid("must be a strict subset of `cidr`");
      }
    }
  }
}
