package dev.cnilab.lab.guard;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The objects of a real cluster as they were before the lab first changed them. They are stored in
 * the cluster, so that any later kernel can restore them.
 */
final class KeptObjects {

  private static final String MAPS = "/api/v1/namespaces/" + LabNamespace.NAME + "/configmaps";
  private static final String NAME = "before-the-lab";

  /** Kinds that controllers or kubelets recreate or write to themselves. */
  private static final Set<String> NOT_KEPT = Set.of("Pod", "Node", "Namespace");

  /** Annotations in which controllers record their work. */
  private static final Set<String> BOOKKEEPING =
      Set.of("deployment.kubernetes.io/revision", "deprecated.daemonset.template.generation");

  private final Cluster cluster;

  KeptObjects(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Saves an object of the cluster, unless an earlier state of it is saved already.
   *
   * @param path its API path
   */
  void keep(String path, Json object) {
    String key = path.substring(1).replace('/', '_'); // names contain no underscores
    if (NOT_KEPT.contains(object.text("/kind"))
        || !object.list("/metadata/ownerReferences").isEmpty()
        || all().containsKey(key)) {
      return;
    }
    if (cluster.find(MAPS + "/" + NAME).isEmpty()) {
      LabNamespace.ensure(cluster);
      cluster.post(MAPS, emptyMap());
    }
    cluster.merge(
        MAPS + "/" + NAME, Json.of(Map.of("data", Map.of(key, essence(object).toString()))));
  }

  private static Json emptyMap() {
    return Json.of(
        Map.of(
            "apiVersion", "v1",
            "kind", "ConfigMap",
            "metadata", Map.of("name", NAME, "labels", LabNamespace.LABELS)));
  }

  private Map<String, String> all() {
    return cluster.find(MAPS + "/" + NAME).orElse(Json.ABSENT).fields("/data");
  }

  /** Restores every object that has changed, and restarts what failed because of it. */
  void restore() {
    Set<String> namespaces = new TreeSet<>();
    all()
        .forEach(
            (key, text) -> {
              Json was = Json.parse(text);
              if (putBack("/" + key.replace('_', '/'), was)) {
                namespaces.addAll(concerned(was));
              }
            });
    namespaces.forEach(this::startWhatFails);
  }

  /**
   * The namespaces in which pods may have failed without an object; a cluster-scoped one names its
   * subjects.
   */
  private static List<String> concerned(Json object) {
    return Stream.concat(
            Stream.of(object.text("/metadata/namespace")),
            object.list("/subjects").stream().map(subject -> subject.text("/namespace")))
        .filter(namespace -> !namespace.isEmpty())
        .toList();
  }

  private boolean putBack(String path, Json was) {
    Optional<Json> is = cluster.find(path);
    if (is.isEmpty()) {
      cluster.post(path.replaceAll("/[^/]*$", ""), was);
      return true;
    }
    if (!essence(is.get()).equals(was)) {
      cluster.replace(path, was);
      return true;
    }
    return false;
  }

  /**
   * Deletes pods that keep failing: a crash-looping container restarts only after minutes, a new
   * pod at once.
   */
  private void startWhatFails(String namespace) {
    String pods = "/api/v1/namespaces/" + namespace + "/pods";
    cluster.table(pods).objects().stream()
        .filter(pod -> !pod.list("/metadata/ownerReferences").isEmpty())
        .filter(pod -> pod.list("/status/containerStatuses").stream().anyMatch(KeptObjects::fails))
        .forEach(pod -> cluster.delete(pods + "/" + pod.text("/metadata/name"), 1));
  }

  private static boolean fails(Json container) {
    return !container.flag("/ready") && container.number("/restartCount") > 0;
  }

  /** The saved workloads that do not have all their pods, in words. */
  Optional<String> unsettled() {
    return all().keySet().stream()
        .map(key -> "/" + key.replace('_', '/'))
        .filter(path -> path.matches(".*/(deployments|daemonsets)/[^/]*"))
        .map(path -> unsettled(path, cluster.find(path).orElse(Json.ABSENT)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> unsettled(String path, Json workload) {
    boolean daemon = path.contains("/daemonsets/");
    int wanted = workload.number(daemon ? "/status/desiredNumberScheduled" : "/spec/replicas");
    int ready = workload.number(daemon ? "/status/numberReady" : "/status/readyReplicas");
    int all = daemon ? ready : workload.number("/status/replicas");
    boolean observed =
        workload.number("/metadata/generation") == workload.number("/status/observedGeneration");
    return observed && ready == wanted && all == wanted
        ? Optional.empty()
        : Optional.of(
            "%s/%s: %d of %d pods are Ready"
                .formatted(
                    workload.text("/metadata/namespace"),
                    workload.text("/metadata/name"),
                    ready,
                    wanted));
  }

  /** An object without fields set by the server and controllers. */
  private static Json essence(Json object) {
    Map<String, Object> kept = new TreeMap<>();
    object.keys().stream()
        .filter(key -> !key.equals("status"))
        .forEach(key -> kept.put(key, object.at("/" + key).value()));
    Map<String, Object> metadata = new TreeMap<>();
    metadata.put("name", object.text("/metadata/name"));
    metadata.put("namespace", object.text("/metadata/namespace"));
    metadata.put("labels", object.fields("/metadata/labels"));
    metadata.put(
        "annotations",
        object.fields("/metadata/annotations").entrySet().stream()
            .filter(each -> !BOOKKEEPING.contains(each.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    kept.put("metadata", metadata);
    return Json.of(kept);
  }
}
