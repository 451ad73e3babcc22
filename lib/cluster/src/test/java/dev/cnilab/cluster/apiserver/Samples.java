package dev.cnilab.cluster.apiserver;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.cluster.tls.KeyType;
import dev.cnilab.cluster.tls.NewRequest;
import dev.cnilab.cluster.tls.ServerCertificate;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** A valid object of every stored kind. */
public final class Samples {
  private static final String POD_SPEC = "{containers: [{name: c, image: nginx}]}";

  private static final String REQUEST =
      Base64.getEncoder()
          .encodeToString(
              NewRequest.of(
                      new Authority.Subject("x", List.of()),
                      new ServerCertificate.Names("x", List.of(), List.of()))
                  .pem()
                  .getBytes(StandardCharsets.US_ASCII));

  private static final String BUNDLE = Authority.create(new Random(1), Instant.EPOCH).certificate();

  private static final String TEMPLATE =
      "selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: "
          + POD_SPEC
          + "}";

  private Samples() {}

  /** The built-in types whose objects are stored. */
  public static List<ResourceType> types() {
    return ResourceTypes.builtIn().stream()
        .filter(type -> type.verbs().containsAll(List.of("create", "get")))
        .toList();
  }

  public static KubeObject of(ResourceType type, String name) {
    String apiVersion = type.group().isEmpty() ? "v1" : type.group() + "/" + type.version();
    return Yaml.object(
        "{apiVersion: %s, kind: %s, metadata: {name: '%s'%s}%s}"
            .formatted(
                apiVersion,
                type.kind(),
                name(type, name),
                type.namespaced() ? ", namespace: default" : "",
                fields(type, name)));
  }

  /** The name in the form that the kind requires. */
  public static String name(ResourceType type, String name) {
    return switch (type.kind()) {
      case "CustomResourceDefinition" -> name + "s.example.com";
      case "APIService" -> name.startsWith("v1.") ? name : "v1." + name + ".example.com";
      case "IPAddress" -> name.startsWith("10.") ? name : address(name);
      default -> name;
    };
  }

  private static String stub() {
    Random random = new Random(1);
    byte[] request = KeyType.ED25519.request(KeyType.ED25519.generate(random), random);
    return Base64.getEncoder().encodeToString(request);
  }

  private static String address(String name) {
    int number = Integer.parseInt("0" + name.replaceAll("\\D", ""));
    return "10.96." + (100 + number / 250) + "." + (1 + number % 250);
  }

  private static String fields(ResourceType type, String name) {
    return switch (type.kind()) {
      case "Pod" -> ", spec: " + POD_SPEC;
      case "PodTemplate" -> ", template: {spec: " + POD_SPEC + "}";
      case "IngressClass" -> ", spec: {controller: example.com/none}";
      case "ReplicationController" ->
          ", spec: {selector: {a: b}, template: {metadata: {labels: {a: b}}, spec: "
              + POD_SPEC
              + "}}";
      case "APIService" ->
          ", spec: {group: %s, version: v1, groupPriorityMinimum: 1, versionPriority: 1}"
              .formatted(name(type, name).substring("v1.".length()));
      case "CertificateSigningRequest" ->
          ", spec: {signerName: example.com/none, usages: [client auth], request: " + REQUEST + "}";
      case "ClusterTrustBundle" ->
          ", spec: {trustBundle: " + Json.text(TextNode.valueOf(BUNDLE)) + "}";
      case "PodCertificateRequest" ->
          ", spec: {signerName: example.com/none, podName: p, podUID: u, serviceAccountName: s,"
              + " serviceAccountUID: u, nodeName: n, nodeUID: u, stubPKCS10Request: "
              + stub()
              + "}";
      case "ValidatingAdmissionPolicy" ->
          ", spec: {matchConstraints: {resourceRules: [{apiGroups: [none.example.com], apiVersions:"
              + " [v1], operations: [CREATE], resources: [none]}]}, validations: [{expression:"
              + " 'true'}]}";
      case "ValidatingAdmissionPolicyBinding" ->
          ", spec: {policyName: absent, validationActions: [Deny]}";
      case "MutatingAdmissionPolicy" ->
          ", spec: {matchConstraints: {resourceRules: [{apiGroups: [none.example.com], apiVersions:"
              + " [v1], operations: [CREATE], resources: [none]}]}, mutations: [{patchType:"
              + " JSONPatch, jsonPatch: {expression: '[]'}}], reinvocationPolicy: Never}";
      case "MutatingAdmissionPolicyBinding" -> ", spec: {policyName: absent}";
      case "DeviceTaintRule" -> ", spec: {taint: {key: k, effect: NoSchedule}}";
      case "ResourceClaim" ->
          ", spec: {devices: {requests: [{name: r, exactly: {deviceClassName: d}}]}}";
      case "StorageVersionMigration" -> ", spec: {resource: {resource: pods}}";
      case "ControllerRevision" -> ", revision: 1, data: {}";
      case "IPAddress" -> ", spec: {parentRef: {resource: services, namespace: default, name: s}}";
      case "CSIStorageCapacity" -> ", storageClassName: s";
      case "VolumeAttributesClass" -> ", driverName: example.com/none, parameters: {a: b}";
      case "RuntimeClass" -> ", handler: runc";
      case "CronJob" ->
          ", spec: {schedule: '@daily', jobTemplate: {spec: {template: {spec: {restartPolicy:"
              + " Never, containers: [{name: c, image: nginx}]}}}}}";
      case "FlowSchema" -> ", spec: {priorityLevelConfiguration: {name: exempt}}";
      case "HorizontalPodAutoscaler" ->
          ", spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name:"
              + " d}}";
      case "Ingress" -> ", spec: {defaultBackend: {service: {name: s, port: {number: 80}}}}";
      case "PriorityLevelConfiguration" -> ", spec: {type: Exempt, exempt: {}}";
      case "ServiceCIDR" -> ", spec: {cidrs: [10.200.0.0/24]}";
      case "VolumeAttachment" ->
          ", spec: {attacher: example.com, nodeName: n, source: {persistentVolumeName: v}}";
      case "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet" -> ", spec: {" + TEMPLATE + "}";
      case "Job" ->
          ", spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image:"
              + " nginx}]}}}";
      case "Service" -> ", spec: {type: NodePort, ports: [{port: 80}]}";
      case "PersistentVolume" ->
          ", spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path:"
              + " /data}}";
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
          ", roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name:"
              + " cluster-admin}";
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
