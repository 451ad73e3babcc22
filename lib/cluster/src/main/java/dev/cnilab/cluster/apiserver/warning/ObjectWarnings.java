package dev.cnilab.cluster.apiserver.warning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.List;

/**
 * The warnings of each kind's strategy ({@code WarningsOnCreate}, {@code WarningsOnUpdate}), in the
 * words of Kubernetes 1.37.2.
 */
public final class ObjectWarnings {
  private ObjectWarnings() {}

  /** Warnings about a new object. */
  public static List<String> ofNew(ResourceType type, KubeObject object) {
    return type.kind().equals("Pod")
        ? PodWarnings.of("spec", object.at("/spec"))
        : of(type, object);
  }

  /** Warnings about an object whose spec has changed; pods change too often to be checked. */
  public static List<String> ofChanged(ResourceType type, KubeObject object, KubeObject old) {
    boolean changed = !object.at("/spec").equals(old.at("/spec"));
    return changed && !type.kind().equals("Pod") ? of(type, object) : List.of();
  }

  private static List<String> of(ResourceType type, KubeObject object) {
    return switch (type.kind()) {
      case "Deployment", "DaemonSet", "ReplicaSet", "StatefulSet", "Job", "ReplicationController" ->
          PodWarnings.of("spec.template.spec", object.at("/spec/template/spec"));
      case "CronJob" ->
          PodWarnings.of(
              "spec.jobTemplate.spec.template.spec",
              object.at("/spec/jobTemplate/spec/template/spec"));
      case "Service" -> ofService(object);
      case "Ingress" -> ofIngress(object);
      case "PersistentVolume" -> ofVolume(object);
      case "StorageClass" -> ofStorageClass(object);
      case "EndpointSlice" -> ofSlice(object);
      case "Node" -> ofNode(object);
      default -> List.of();
    };
  }

  private static List<String> ofService(KubeObject service) {
    List<String> warnings = new ArrayList<>();
    boolean external = !service.at("/spec/externalIPs").isEmpty();
    if (service.text("/spec/clusterIP").equals("None")) {
      String ignored = " is ignored for headless services";
      if (!service.text("/spec/loadBalancerIP").isEmpty()) {
        warnings.add("spec.loadBalancerIP" + ignored);
      }
      if (external) {
        warnings.add("spec.externalIPs" + ignored);
      }
      if (service.text("/spec/sessionAffinity").equals("ClientIP")) {
        warnings.add("spec.SessionAffinity" + ignored);
      }
    } else if (external) {
      warnings.add(
          "spec.externalIPs is deprecated and may no longer be implemented in some clusters");
    }
    if (!service.text("/spec/type").equals("ExternalName")
        && !service.text("/spec/externalName").isEmpty()) {
      warnings.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    }
    if (service.text("/spec/trafficDistribution").equals("PreferClose")) {
      warnings.add(
          "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
    }
    return warnings;
  }

  private static List<String> ofIngress(KubeObject ingress) {
    String annotation = "kubernetes.io/ingress.class";
    return ingress.at("/metadata/annotations").has(annotation)
        ? List.of(
            "annotation \""
                + annotation
                + "\" is deprecated, please use 'spec.ingressClassName' instead")
        : List.of();
  }

  private static List<String> ofVolume(KubeObject volume) {
    return volume.text("/spec/persistentVolumeReclaimPolicy").equals("Recycle")
        ? List.of(
            "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead,"
                + " the recommended approach is to use dynamic provisioning.")
        : List.of();
  }

  private static List<String> ofStorageClass(KubeObject storage) {
    List<String> warnings = new ArrayList<>();
    JsonNode topologies = storage.at("/allowedTopologies");
    for (int i = 0; i < topologies.size(); i++) {
      JsonNode expressions = topologies.get(i).path("matchLabelExpressions");
      for (int j = 0; j < expressions.size(); j++) {
        String path = "allowedTopologies[%d].matchLabelExpressions[%d].key".formatted(i, j);
        DeprecatedLabels.warning(path, expressions.get(j).path("key").asText())
            .ifPresent(warnings::add);
      }
    }
    return warnings;
  }

  private static List<String> ofSlice(KubeObject slice) {
    return slice.text("/addressType").equals("FQDN")
        ? List.of("spec.addressType: FQDN endpoints are deprecated")
        : List.of();
  }

  private static List<String> ofNode(KubeObject node) {
    return node.text("/spec/externalID").isEmpty()
        ? List.of()
        : List.of("spec.externalID: this field is deprecated, and is unused by Kubernetes");
  }
}
