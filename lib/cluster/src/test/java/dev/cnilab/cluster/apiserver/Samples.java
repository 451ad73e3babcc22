package dev.cnilab.cluster.apiserver;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;

/** A valid object of every kind that is kept. */
final class Samples {
  private static final String POD_SPEC = "{containers: [{name: c, image: nginx}]}";
  private static final String TEMPLATE =
      "selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: "
          + POD_SPEC
          + "}";

  private Samples() {}

  /** The built-in types whose objects are kept. */
  static List<ResourceType> types() {
    return ResourceTypes.builtIn().stream()
        .filter(type -> !type.verbs().equals(List.of("create")))
        .toList();
  }

  static KubeObject of(ResourceType type, String name) {
    String apiVersion = type.group().isEmpty() ? "v1" : type.group() + "/" + type.version();
    return Yaml.object(
        "{apiVersion: %s, kind: %s, metadata: {name: '%s'%s}%s}"
            .formatted(
                apiVersion,
                type.kind(),
                type.equals(ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS)
                    ? name + "s.example.com"
                    : name,
                type.namespaced() ? ", namespace: default" : "",
                fields(type, name)));
  }

  private static String fields(ResourceType type, String name) {
    return switch (type.kind()) {
      case "Pod" -> ", spec: " + POD_SPEC;
      case "ReplicationController" ->
          ", spec: {selector: {a: b}, template: {metadata: {labels: {a: b}}, spec: "
              + POD_SPEC
              + "}}";
      case "Deployment", "ReplicaSet", "DaemonSet" -> ", spec: {" + TEMPLATE + "}";
      case "Job" ->
          ", spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: nginx}]}}}";
      case "Service" -> ", spec: {type: NodePort, ports: [{port: 80}]}";
      case "PersistentVolume" ->
          ", spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /data}}";
      case "PersistentVolumeClaim" ->
          ", spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}";
      case "Event" ->
          type.group().isEmpty()
              ? ", involvedObject: {kind: Pod, name: p, namespace: default}"
              : ", regarding: {kind: Pod, name: p, namespace: default}, action: Testing,"
                  + " reason: Tested, type: Normal, reportingController: example.com/t,"
                  + " reportingInstance: t, eventTime: '2026-01-01T00:00:00.000000Z'";
      case "NetworkPolicy" -> ", spec: {podSelector: {}}";
      case "PodDisruptionBudget" ->
          ", spec: {minAvailable: 1, selector: {matchLabels: {app: none}}}";
      case "ClusterRoleBinding" ->
          ", roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}";
      case "RoleBinding" ->
          ", roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: some}";
      case "Role", "ClusterRole" -> ", rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]";
      case "StorageClass" -> ", provisioner: example.com/none";
      case "PriorityClass" -> ", value: 10";
      case "EndpointSlice" -> ", addressType: IPv4, endpoints: [{addresses: [10.0.0.1]}]";
      case "CustomResourceDefinition" ->
          ", spec: {group: example.com, scope: Namespaced, names: {plural: %ss, kind: Kind%s}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}"
              .formatted(name, name);
      default -> "";
    };
  }
}
