package dev.cnilab.cluster.apiserver.registry.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.apiserver.validation.service.ClusterIpRules;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.List;

/**
 * The IP families of a service: the cluster has IPv4. Only a headless service without a selector,
 * whose endpoints are written by others, may name the other family as well. After {@code
 * pkg/registry/core/service/storage/alloc.go}.
 */
final class ServiceFamilies {
  private static final String SINGLE = "SingleStack";
  private static final String BOTH = "RequireDualStack";
  private static final String V4 = "IPv4";

  private ServiceFamilies() {}

  /**
   * Fills in families and policy.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 if the cluster does not support what is
   *     requested
   */
  static void complete(ObjectNode service) {
    ObjectNode spec = service.withObject("/spec");
    boolean free =
        spec.path("clusterIP").asText("").equals("None") && spec.path("selector").isEmpty();
    if (!spec.has("ipFamilyPolicy")) {
      spec.put("ipFamilyPolicy", free ? BOTH : SINGLE);
    }
    List<FieldError> errors = new ArrayList<>();
    ValidatedField place =
        ValidatedField.of(service, MissingNode.getInstance(), errors).field("spec");
    ClusterIpRules.check(place);
    refuse(service, errors);
    fewerThanTwo(place);
    refuse(service, errors);
    if (!free) {
      configured(place);
      refuse(service, errors);
    }
    ArrayNode families = spec.withArray("ipFamilies");
    if (families.isEmpty()) {
      families.add(V4);
    }
    if (free && families.size() == 1 && !spec.path("ipFamilyPolicy").asText().equals(SINGLE)) {
      families.add(families.get(0).asText().equals(V4) ? "IPv6" : V4);
    }
  }

  private static void fewerThanTwo(ValidatedField spec) {
    ValidatedField policy = spec.field("ipFamilyPolicy");
    if (policy.text().equals(SINGLE)) {
      String why = "must be 'RequireDualStack' or 'PreferDualStack' when multiple ";
      if (spec.items("clusterIPs").size() == 2) {
        policy.invalid(why + "cluster IPs are specified");
      }
      if (spec.items("ipFamilies").size() == 2) {
        policy.invalid(why + "IP families are specified");
      }
    }
    for (int i = spec.items("ipFamilies").size(); i < spec.items("clusterIPs").size(); i++) {
      if (spec.field("clusterIPs").item(i).text().contains(":")) {
        spec.field("clusterIPs")
            .item(i)
            .invalid(spec.value().path("clusterIPs"), "IPv6 is not configured on this cluster");
      }
    }
  }

  private static void configured(ValidatedField spec) {
    if (spec.text("ipFamilyPolicy").equals(BOTH)) {
      spec.field("ipFamilyPolicy")
          .invalid("this cluster is not configured for dual-stack services");
    }
    for (ValidatedField family : spec.items("ipFamilies")) {
      if (!family.text().equals(V4)) {
        family.invalid("not configured on this cluster");
      }
    }
  }

  private static void refuse(JsonNode service, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw InvalidObject.of(
          ResourceTypes.SERVICES, service.at("/metadata/name").asText(""), errors);
    }
  }
}
