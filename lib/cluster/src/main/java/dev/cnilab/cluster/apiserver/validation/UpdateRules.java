package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.apiserver.validation.field.GoValue;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.List;

/** What may not change in an update. */
final class UpdateRules {
  private static final String IMMUTABLE = "field is immutable";
  private static final List<String> NOT_OF_A_SOURCE =
      List.of(
          "accessModes",
          "capacity",
          "claimRef",
          "mountOptions",
          "nodeAffinity",
          "persistentVolumeReclaimPolicy",
          "storageClassName",
          "volumeAttributesClassName",
          "volumeMode");

  private UpdateRules() {}

  static List<FieldError> check(ResourceType type, KubeObject object, KubeObject old) {
    return switch (type.qualifiedPlural()) {
      case "pods" -> PodUpdateRules.check(object, old);
      case "deployments.apps", "replicasets.apps", "daemonsets.apps" ->
          immutable("/spec/selector", object, old, IMMUTABLE);
      case "rolebindings.rbac.authorization.k8s.io",
          "clusterrolebindings.rbac.authorization.k8s.io" ->
          object.at("/roleRef").equals(old.at("/roleRef"))
              ? List.of()
              : List.of(
                  FieldError.invalid(
                      "roleRef",
                      GoValue.of(object.at("/roleRef"), "APIGroup=", "Kind=", "Name="),
                      IMMUTABLE));
      case "secrets" -> secret(object, old);
      case "configmaps" -> keptData(object, old);
      case "services" -> service(object, old);
      case "nodes" -> node(object, old);
      case "persistentvolumeclaims" -> claim(object, old);
      case "persistentvolumes" -> volume(object, old);
      case "priorityclasses.scheduling.k8s.io" ->
          forbidden("/value", object, old, "may not be changed in an update.");
      default -> List.of();
    };
  }

  private static List<FieldError> secret(KubeObject secret, KubeObject old) {
    List<FieldError> errors = new ArrayList<>(immutable("/type", secret, old, IMMUTABLE));
    errors.addAll(keptData(secret, old));
    return errors;
  }

  private static List<FieldError> keptData(KubeObject object, KubeObject old) {
    if (!old.at("/immutable").asBoolean()) {
      return List.of();
    }
    String why = "field is immutable when `immutable` is set";
    List<FieldError> errors = new ArrayList<>();
    for (String field : new String[] {"immutable", "data", "binaryData"}) {
      if (!object.at("/" + field).equals(old.at("/" + field))) {
        errors.add(FieldError.forbidden(field, why));
      }
    }
    return errors;
  }

  private static List<FieldError> service(KubeObject service, KubeObject old) {
    String once = "may not change once set";
    List<FieldError> errors = new ArrayList<>();
    String before = old.text("/spec/clusterIP");
    String after = service.text("/spec/clusterIP");
    if (!before.isEmpty() && !after.isEmpty() && !before.equals(after)) {
      errors.add(FieldError.invalid("spec.clusterIPs[0]", service.at("/spec/clusterIPs"), once));
    }
    boolean balanced =
        service.text("/spec/type").equals("LoadBalancer")
            && old.text("/spec/type").equals("LoadBalancer");
    String loadBalancerClass = "/spec/loadBalancerClass";
    if (balanced && !service.at(loadBalancerClass).equals(old.at(loadBalancerClass))) {
      errors.add(FieldError.invalid("spec.loadBalancerClass", service.at(loadBalancerClass), once));
    }
    return errors;
  }

  private static List<FieldError> node(KubeObject node, KubeObject old) {
    List<FieldError> errors = new ArrayList<>();
    JsonNode ranges = old.at("/spec/podCIDRs");
    boolean other =
        !node.at("/spec/podCIDRs").equals(ranges)
            || !node.text("/spec/podCIDR").equals(old.text("/spec/podCIDR"));
    if (!ranges.isEmpty() && other) {
      errors.add(
          FieldError.forbidden(
              "spec.podCIDRs", "node updates may not change podCIDR except from \"\" to valid"));
    }
    if (!node.at("/spec/externalID").equals(old.at("/spec/externalID"))) {
      errors.add(FieldError.forbidden("spec.externalID", "may not be updated"));
    }
    String provider = node.text("/spec/providerID");
    String before = old.text("/spec/providerID");
    if (!before.isEmpty() && !before.equals(provider)) {
      errors.add(
          FieldError.invalid(
              "spec.providerID",
              NullNode.getInstance(),
              "field cannot be " + (provider.isEmpty() ? "cleared" : "modified") + " once set"));
    }
    return errors;
  }

  private static List<FieldError> claim(KubeObject claim, KubeObject old) {
    boolean bound = claim.text("/status/phase").equals("Bound");
    return comparable(claim, bound).equals(comparable(old, bound))
        ? List.of()
        : List.of(
            FieldError.forbidden(
                "spec",
                "spec is immutable after creation except resources.requests and"
                    + " volumeAttributesClassName for bound claims\n"));
  }

  /** A claim's spec without the fields that may change: binding sets the volume's name once. */
  private static ObjectNode comparable(KubeObject claim, boolean bound) {
    ObjectNode spec = claim.json().path("spec").deepCopy();
    spec.remove("volumeName");
    if (bound) {
      spec.withObject("/resources").remove("requests");
      spec.remove("volumeAttributesClassName");
    }
    return spec;
  }

  /** A volume's source may not change; the rest of its spec may. */
  private static List<FieldError> volume(KubeObject volume, KubeObject old) {
    List<FieldError> errors = new ArrayList<>();
    if (!source(volume).equals(source(old))) {
      errors.add(
          FieldError.forbidden(
              "spec.persistentvolumesource",
              "spec.persistentvolumesource is immutable after creation\n"));
    }
    if (!volume.at("/spec/volumeMode").equals(old.at("/spec/volumeMode"))) {
      errors.add(FieldError.invalid("volumeMode", volume.at("/spec/volumeMode"), IMMUTABLE));
    }
    return errors;
  }

  private static ObjectNode source(KubeObject volume) {
    ObjectNode spec = volume.json().path("spec").deepCopy();
    return spec.remove(NOT_OF_A_SOURCE);
  }

  private static List<FieldError> forbidden(
      String pointer, KubeObject object, KubeObject old, String why) {
    return object.at(pointer).equals(old.at(pointer))
        ? List.of()
        : List.of(FieldError.forbidden(pointer.substring(1).replace('/', '.'), why));
  }

  private static List<FieldError> immutable(
      String pointer, KubeObject object, KubeObject old, String why) {
    if (object.at(pointer).equals(old.at(pointer))) {
      return List.of();
    }
    String field = pointer.substring(1).replace('/', '.');
    return List.of(FieldError.invalid(field, object.at(pointer), why));
  }
}
