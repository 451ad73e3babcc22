package dev.cnilab.cluster.controller.stateful;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.controller.replica.PodTemplate;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.List;

/** The pod of a StatefulSet with one ordinal, and the claims that stay when it is deleted. */
record Member(KubeObject set, int ordinal) {
  static final String REVISION = "controller-revision-hash";
  private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
  private static final String INDEX = "apps.kubernetes.io/pod-index";

  String name() {
    return set.name() + "-" + ordinal;
  }

  /** The ordinal of a pod in its set, -1 if its name does not match the set's. */
  static int ordinal(KubeObject set, KubeObject pod) {
    String prefix = set.name() + "-";
    String rest = pod.name().startsWith(prefix) ? pod.name().substring(prefix.length()) : "";
    return rest.matches("\\d{1,9}") ? Integer.parseInt(rest) : -1;
  }

  /** Whether a pod's name is that of a member of a set; the real controller's isMemberOf. */
  static boolean isOf(KubeObject set, KubeObject pod) {
    return ordinal(set, pod) >= 0;
  }

  KubeObject pod(PodTemplate template, String revision) {
    return template
        .instantiate(set)
        .edit(
            json -> {
              ObjectNode metadata = json.withObject("/metadata");
              metadata.remove("generateName");
              metadata.put("name", name());
              metadata
                  .withObject("/labels")
                  .put(INDEX, String.valueOf(ordinal))
                  .put(REVISION, revision)
                  .put(POD_NAME, name());
              ObjectNode spec = json.withObject("/spec");
              spec.put("hostname", name());
              if (!set.text("/spec/serviceName").isEmpty()) {
                spec.put("subdomain", set.text("/spec/serviceName"));
              }
              mount(spec);
            });
  }

  private void mount(ObjectNode spec) {
    for (JsonNode template : set.at("/spec/volumeClaimTemplates")) {
      String volume = template.at("/metadata/name").asText();
      spec.withArray("/volumes")
          .addObject()
          .put("name", volume)
          .putObject("persistentVolumeClaim")
          .put("claimName", volume + "-" + name());
    }
  }

  List<KubeObject> claims() {
    List<KubeObject> claims = new ArrayList<>();
    for (JsonNode template : set.at("/spec/volumeClaimTemplates")) {
      ObjectNode claim =
          Json.object()
              .put("apiVersion", "v1")
              .put("kind", ResourceTypes.PERSISTENT_VOLUME_CLAIMS.kind());
      ObjectNode metadata =
          claim
              .putObject("metadata")
              .put("name", template.at("/metadata/name").asText() + "-" + name())
              .put("namespace", set.namespace());
      ObjectNode labels = metadata.putObject("labels");
      set.map("/spec/selector/matchLabels").forEach(labels::put);
      claim.set("spec", template.path("spec").deepCopy());
      claims.add(KubeObject.of(claim));
    }
    return claims;
  }
}
