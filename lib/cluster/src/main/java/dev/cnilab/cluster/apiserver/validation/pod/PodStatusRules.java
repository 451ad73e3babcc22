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

  public static void addresses(ValidatedField status) {
    addresses("podIP", "podIPs", status);
    ValidatedField first = status.field("hostIPs").item(0).field("ip");
    if (!first.isEmpty() && !first.text().equals(status.text("hostIP"))) {
      first.invalid("must be equal to `hostIP`");
      return;
    }
    addresses("hostIP", "hostIPs", status);
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

  /**
   * The single address equals the first of the list; clients that only know the single one may
   * change it.
   */
  private static void addresses(String single, String list, ValidatedField status) {
    ValidatedField all = status.field(list);
    String first = status.text(single);
    for (int i = 0; i < Math.max(all.value().size(), first.isEmpty() ? 0 : 1); i++) {
      String address = i == 0 && !first.isEmpty() ? first : all.item(i).text("ip");
      ValidatedField place = all.item(i);
      IpRules.violations(address).forEach(why -> place.invalid(address, why));
    }
    List<String> texts = all.items().stream().map(item -> item.text("ip")).toList();
    if (!IpRules.areOfDifferentFamilies(texts)) {
      all.invalid(inGo(all), "may specify no more than one IP for each IP family");
    }
  }
}
