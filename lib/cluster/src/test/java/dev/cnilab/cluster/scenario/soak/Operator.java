package dev.cnilab.cluster.scenario.soak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.scenario.TestCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Types the commands. */
final class Operator {
  private static final String LEADER = "kube-controller-manager";
  private static final Duration LONGEST_ELECTION = Duration.ofMinutes(10);
  private static final Duration RENEWED_WITHIN = Duration.ofSeconds(4);

  private final TestCluster cluster;

  Operator(TestCluster cluster) {
    this.cluster = cluster;
  }

  /** Logs in, which is possible once the node is up, and types a command line. */
  String run(String node, String commandLine) {
    while (machinesThatReboot().contains(node)) {
      cluster.pass(Duration.ofSeconds(1));
    }
    return cluster.onNode(node, commandLine);
  }

  List<String> machinesThatReboot() {
    return cluster.api(
        client ->
            cluster.cluster().nodes().stream()
                .filter(node -> node.machine().isRebooting())
                .map(node -> node.identity().name())
                .toList());
  }

  void pass(Duration time) {
    cluster.pass(time);
  }

  void deploy() {
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: web
                image: nginx
                volumeMounts:
                - {name: cache, mountPath: /cache}
                - {name: memory, mountPath: /memory}
                - {name: authority, mountPath: /authority}
              volumes:
              - {name: cache, emptyDir: {}}
              - {name: memory, emptyDir: {medium: Memory}}
              - {name: authority, configMap: {name: kube-root-ca.crt}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        """);
  }

  void create(String kind, String name, String node) {
    String yaml =
        switch (name) {
          case "typo" -> pod("default", name, "image: ngnix:lates", node);
          case "crash" ->
              pod("default", name, "image: busybox, command: [sh, -c, 'sleep 1; exit 3']", node);
          case "hog" ->
              pod(
                  "default",
                  name,
                  "image: busybox, command: [tail, /dev/zero], resources: {limits: {memory: 64Mi}}",
                  node);
          case "holder" ->
              "{apiVersion: v1, kind: PersistentVolume, metadata: {name: holder}, spec:"
                  + " {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path:"
                  + " /tmp/holder}, claimRef: {namespace: default, name: holder}}}\n"
                  + "---\n"
                  + "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: holder}, spec:"
                  + " {accessModes: [ReadWriteOnce], storageClassName: '', volumeName: holder,"
                  + " resources: {requests: {storage: 1Gi}}}}\n"
                  + "---\n"
                  + pod(
                      "default",
                      name,
                      "image: nginx, volumeMounts: [{name: data, mountPath: /data}]}], volumes:"
                          + " [{name: data, persistentVolumeClaim: {claimName: holder}",
                      node);
          case "deny" ->
              "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny},"
                  + " spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}";
          case "shop" ->
              "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}\n---\n"
                  + pod("shop", "one", "image: nginx", node);
          default -> throw new IllegalArgumentException(kind + " " + name);
        };
    try {
      cluster.apply(yaml);
    } catch (ApiException thereAlready) {
      // It was drawn twice, or its namespace is still terminating.
    }
  }

  private static String pod(String namespace, String name, String container, String node) {
    return "{apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s, labels: {bad: %s}},"
            .formatted(name, namespace, name)
        + " spec: {nodeName: %s, terminationGracePeriodSeconds: 1, containers: [{name: a, %s}]}}"
            .formatted(node, container);
  }

  void scale(String namespace, String deployment, int replicas) {
    ObjectNode change = Json.object();
    change.putObject("spec").put("replicas", replicas);
    patch(ResourceTypes.DEPLOYMENTS, namespace, deployment, change);
  }

  void cordon(String node, boolean unschedulable) {
    ObjectNode change = Json.object();
    change.putObject("spec").put("unschedulable", unschedulable);
    patch(ResourceTypes.NODES, "", node, change);
  }

  private void patch(ResourceType type, String namespace, String name, ObjectNode change) {
    cluster.api(
        client ->
            client.find(type, namespace, name).isPresent()
                && client.patch(type, namespace, name, Patch.merge(change)) != null);
  }

  void drain(String node) {
    cordon(node, true);
    replacePods(node);
  }

  /** Deletes the pods of Deployments on a node, so that others replace them. */
  void replacePods(String node) {
    cluster.podsOn(node).stream()
        .filter(pod -> pod.text("/metadata/ownerReferences/0/kind").equals("ReplicaSet"))
        .forEach(pod -> delete(ResourceTypes.PODS, pod.namespace(), pod.name()));
  }

  /** Deletes the pods of DaemonSets on a node: kube-proxy and the network's agents. */
  void deleteAgents(String node) {
    cluster.podsOn(node).stream()
        .filter(pod -> pod.text("/metadata/ownerReferences/0/kind").equals("DaemonSet"))
        .forEach(pod -> delete(ResourceTypes.PODS, pod.namespace(), pod.name()));
  }

  /** The same without waiting for a kubelet: their containers may live on beside the new ones. */
  void forceAgents(String node) {
    cluster.podsOn(node).stream()
        .filter(pod -> pod.text("/metadata/ownerReferences/0/kind").equals("DaemonSet"))
        .forEach(
            pod -> delete(ResourceTypes.PODS, pod.namespace(), pod.name(), DeleteOptions.now()));
  }

  /** Configures kube-proxy and starts its pods again. */
  void chooseProxy(String mode) {
    cluster.api(
        client -> {
          KubeObject map = client.get(ResourceTypes.CONFIG_MAPS, "kube-system", "kube-proxy");
          String text =
              map.text("/data/config.conf").replaceFirst("(?m)^mode: .*$", "mode: " + mode);
          return client.update(
              ResourceTypes.CONFIG_MAPS,
              map.edit(json -> json.withObject("/data").put("config.conf", text)));
        });
    deletePods("kube-system", "k8s-app=kube-proxy");
  }

  /** Sets a node's clock to the time of the others. */
  void setClock(String node) {
    Instant now = cluster.now();
    run(node, "date -s @%d.%09d".formatted(now.getEpochSecond(), now.getNano()));
  }

  void deleteClaim(String name) {
    deletePods("default", "bad=" + name);
    delete(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, "default", name);
    delete(ResourceTypes.PERSISTENT_VOLUMES, "", name);
  }

  /** Deletes pods that have ended, as those that a kubelet has evicted; nobody else does. */
  void deleteEnded() {
    pods().stream()
        .filter(Operator::hasEnded)
        .forEach(pod -> delete(ResourceTypes.PODS, pod.namespace(), pod.name()));
  }

  /**
   * Whether a pod never runs again. An evicted one has succeeded, not failed, if its programs end
   * without an error when they are asked to (kubernetes/kubernetes#118310).
   */
  static boolean hasEnded(KubeObject pod) {
    return List.of("Succeeded", "Failed").contains(pod.text("/status/phase"));
  }

  void deletePods(String namespace, String labels) {
    cluster
        .api(client -> client.list(ResourceTypes.PODS, namespace, ListOptions.labels(labels)))
        .forEach(pod -> delete(ResourceTypes.PODS, namespace, pod.name()));
  }

  void deletePolicy(String name) {
    delete(ResourceTypes.NETWORK_POLICIES, "default", name);
  }

  void deleteNamespace(String name) {
    delete(ResourceTypes.NAMESPACES, "", name);
  }

  /**
   * Deletes a node while the controllers run. If they do not notice before it is back, its agent
   * stays and does not publish again what other nodes' agents need; real agents behave the same,
   * and only a restart helps.
   */
  void deleteNode(String name) {
    cluster.await("a leader of the controllers", LONGEST_ELECTION, this::controllersWork);
    delete(ResourceTypes.NODES, "", name);
  }

  private boolean controllersWork() {
    String renewed =
        cluster
            .api(client -> client.get(ResourceTypes.LEASES, "kube-system", LEADER))
            .text("/spec/renewTime");
    return Instant.parse(renewed).plus(RENEWED_WITHIN).isAfter(cluster.now());
  }

  void deleteEvents() {
    cluster
        .list(ResourceTypes.EVENTS)
        .forEach(event -> delete(ResourceTypes.EVENTS, event.namespace(), event.name()));
  }

  void deleteAll() {
    deleteEnded();
    delete(ResourceTypes.DEPLOYMENTS, "default", "web");
    delete(ResourceTypes.SERVICES, "default", "web");
    for (String client : History.CLIENTS) {
      delete(ResourceTypes.PODS, "default", client);
    }
  }

  private void delete(ResourceType type, String namespace, String name) {
    delete(type, namespace, name, DeleteOptions.background());
  }

  private void delete(ResourceType type, String namespace, String name, DeleteOptions how) {
    cluster.api(
        client -> {
          if (client.find(type, namespace, name).isPresent()) {
            client.delete(type, namespace, name, how);
          }
          return true;
        });
  }

  /** A pod of the namespace default. */
  Optional<KubeObject> pod(String name) {
    return cluster.api(client -> client.find(ResourceTypes.PODS, "default", name));
  }

  List<KubeObject> pods() {
    return cluster.list(ResourceTypes.PODS);
  }
}
