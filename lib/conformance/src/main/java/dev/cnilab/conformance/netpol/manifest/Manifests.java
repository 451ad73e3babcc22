package dev.cnilab.conformance.netpol.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.policy.NetworkPolicy;
import dev.cnilab.cluster.policy.PolicyPod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The workloads and policies in some files, without an API server's defaults. */
record Manifests(Map<PeerName, List<PolicyPod>> workloads, List<NetworkPolicy> policies) {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String DEFAULT = "default";
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";
  private static final Set<String> TEMPLATED =
      Set.of(
          "Deployment",
          "ReplicaSet",
          "StatefulSet",
          "DaemonSet",
          "Job",
          "CronJob",
          "ReplicationController");

  static Manifests read(Path directory, List<String> files) throws IOException {
    List<KubeObject> objects = new ArrayList<>();
    for (String file : files) {
      try (var documents =
          YAML.readerFor(JsonNode.class)
              .<JsonNode>readValues(Files.readString(directory.resolve(file)))) {
        while (documents.hasNextValue()) {
          collect(documents.nextValue(), "", objects);
        }
      }
    }
    return of(objects);
  }

  /** Expands lists; an item of a PodList may leave out its kind. */
  private static void collect(JsonNode tree, String kind, List<KubeObject> objects) {
    if (!(tree instanceof ObjectNode object)) {
      return;
    }
    String own = object.path("kind").asText(kind);
    if (own.endsWith("List")) {
      String items = own.substring(0, own.length() - "List".length());
      object.path("items").forEach(item -> collect(item, items, objects));
      return;
    }
    object.put("kind", own);
    if (object.at("/metadata/namespace").asText("").isEmpty() && !own.equals("Namespace")) {
      object.withObject("/metadata").put("namespace", DEFAULT);
    }
    objects.add(KubeObject.of(object));
  }

  private static Manifests of(List<KubeObject> objects) {
    Map<String, Map<String, String>> namespaces = new LinkedHashMap<>();
    List<NetworkPolicy> policies = new ArrayList<>();
    for (KubeObject object : objects) {
      switch (object.kind()) {
        case "Namespace" -> namespaces.put(object.name(), object.labels());
        case "NetworkPolicy" -> policies.add(NetworkPolicy.of(object));
        default -> {}
      }
    }
    Map<PeerName, List<PolicyPod>> workloads = new LinkedHashMap<>();
    for (KubeObject object : objects) {
      Map<String, String> labels =
          new LinkedHashMap<>(namespaces.getOrDefault(object.namespace(), Map.of()));
      labels.put(NAME_LABEL, object.namespace());
      if (object.kind().equals("Pod")) {
        PolicyPod pod = PolicyPod.of(object, object.at("/spec"), object.labels(), labels, null);
        workloads.computeIfAbsent(owner(object), none -> new ArrayList<>()).add(pod);
      } else if (TEMPLATED.contains(object.kind())) {
        String template =
            object.kind().equals("CronJob") ? "/spec/jobTemplate/spec/template" : "/spec/template";
        PolicyPod pod =
            PolicyPod.of(
                object,
                object.at(template + "/spec"),
                object.map(template + "/metadata/labels"),
                labels,
                null);
        PeerName workload = new PeerName(object.namespace(), object.name(), object.kind());
        workloads.computeIfAbsent(workload, none -> new ArrayList<>()).add(pod);
      }
    }
    return new Manifests(workloads, policies);
  }

  private static PeerName owner(KubeObject pod) {
    for (JsonNode owner : pod.at("/metadata/ownerReferences")) {
      String kind = owner.path("kind").asText("Pod");
      if (owner.path("controller").asBoolean()
          && !kind.equals("Node")
          && !owner.path("name").asText("").isEmpty()) {
        return new PeerName(pod.namespace(), owner.path("name").asText(), kind);
      }
    }
    return new PeerName(pod.namespace(), pod.name(), "Pod");
  }
}
