package dev.cnilab.cluster.apiserver.validation.pod;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.GoValue;
import dev.cnilab.cluster.apiserver.validation.field.IpRules;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.Json;
import java.util.List;

/** The addresses in a pod's status. */
public final class PodStatusRules {
  private PodStatusRules() {}

  /** The single addresses equal the first of their lists. */
  public static void addresses(ValidatedField status) {
    ValidatedField all = status.field("podIPs");
    each(all);
    boolean single = !status.field("podIP").isEmpty();
    if (single == all.isEmpty()) {
      all.invalid(inGo(all), "podIP and podIPs must either both be set or both be unset");
    }
    ValidatedField hosts = status.field("hostIPs");
    ValidatedField first = hosts.item(0).field("ip");
    if (!hosts.isEmpty() && !first.text().equals(status.text("hostIP"))) {
      first.invalid(first.text(), "must be equal to `hostIP`");
    }
    each(hosts);
  }

  private static void each(ValidatedField all) {
    List<String> texts = all.items().stream().map(item -> item.text("ip")).toList();
    for (int i = 0; i < texts.size(); i++) {
      ValidatedField place = all.item(i);
      String address = texts.get(i);
      IpRules.violations(address).forEach(why -> place.invalid(address, why));
    }
    if (!IpRules.areOfDifferentFamilies(texts)) {
      all.invalid(inGo(all), "may specify no more than one IP for each IP family");
    }
  }

  /** A pod that has a node is not nominated for another. */
  public static void nominated(ValidatedField node) {
    boolean bound = !node.root().field("spec").field("nodeName").isEmpty();
    if (bound && !node.isEmpty() && !node.value().equals(node.old())) {
      node.forbidden("may not be set on pods that are already bound to a node");
    }
  }

  /** The claim for a pod's extended resources: its requests are those of containers. */
  public static void extendedClaim(ValidatedField claim) {
    ValidatedField requests = claim.field("requestMappings");
    if (requests.isEmpty()) {
      requests.required("at least one request mapping is required");
    }
    ValidatedField name = claim.field("resourceClaimName");
    if (name.isEmpty()) {
      name.required("");
    } else {
      name.invalid(Format.SUBDOMAIN.violations(name.text()));
    }
  }

  /** The claim statuses must refer to the pod's claims. */
  public static void claims(ValidatedField statuses) {
    List<String> claims =
        statuses.root().field("spec").items("resourceClaims").stream()
            .map(claim -> claim.text("name"))
            .toList();
    for (ValidatedField claim : statuses.items()) {
      if (!claims.contains(claim.text("name"))) {
        claim.field("name").invalid("must match the name of an entry in `spec.resourceClaims`");
      }
    }
  }

  private static ArrayNode inGo(ValidatedField addresses) {
    ArrayNode shown = Json.array();
    addresses.items().forEach(address -> shown.add(GoValue.of(address.value(), "IP=")));
    return shown;
  }

  /** A condition needs a type; the API server capitalises the field in the path. */
  public static void conditions(ValidatedField conditions) {
    for (ValidatedField condition : conditions.items()) {
      String type = condition.text("type");
      Format.keyViolations(type).forEach(why -> condition.field("Type").invalid(type, why));
      ValidatedField observed = condition.field("observedGeneration");
      if (observed.number() < 0) {
        observed.invalid(Checks.NO_GENERATION);
      }
    }
  }
}
