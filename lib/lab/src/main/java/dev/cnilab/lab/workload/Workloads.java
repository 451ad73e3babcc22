package dev.cnilab.lab.workload;

import dev.cnilab.lab.client.Applied;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.Json;
import dev.cnilab.lab.client.ServerTable;
import dev.cnilab.lab.place.Node;
import dev.cnilab.lab.place.NodePods;
import dev.cnilab.lab.place.Pod;
import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists and changes objects of the cluster. */
public final class Workloads {

  private final Cluster cluster;
  private final NodePods shells;

  /** Takes the cluster, and the way to its nodes' shells. */
  public Workloads(Cluster cluster, NodePods shells) {
    this.cluster = cluster;
    this.shells = shells;
  }

  /** The pods of the context's namespace. */
  public Pods pods() {
    return pods(cluster.namespace(), "");
  }

  /**
   * The pods of a namespace.
   *
   * @param selector labels ({@code app=nettest}); empty for all
   */
  public Pods pods(String namespace, String selector) {
    String query = selector.isEmpty() ? "" : "?labelSelector=" + encode(selector);
    ServerTable table = cluster.table(Pod.path(namespace) + query);
    String kubectl =
        "kubectl get pods"
            + (namespace.equals(cluster.namespace()) ? "" : " -n " + namespace)
            + (selector.isEmpty() ? "" : " -l " + selector)
            + " -o wide";
    return new Pods(
        table.objects().stream().map(object -> new Pod(cluster, object)).toList(),
        kubectl,
        table.wide());
  }

  public Nodes nodes() {
    ServerTable table = cluster.table("/api/v1/nodes");
    return new Nodes(
        table.objects().stream().map(object -> new Node(shells, object)).toList(), table.wide());
  }

  public Pod pod(String name) {
    return Pod.find(cluster, name);
  }

  /** The events of a pod, oldest first. */
  public Events events(Pod pod) {
    return events(
        "pod/" + pod.name(),
        "involvedObject.uid=" + pod.uid(),
        pod.namespace(),
        pod.namespaceFlag());
  }

  /** The events of a node, oldest first. */
  public Events events(Node node) {
    return events(
        "node/" + node.name(),
        "involvedObject.kind=Node,involvedObject.name=" + node.name(),
        "default",
        "");
  }

  /** What is known of a pod. */
  public Description describe(Pod pod) {
    return Description.of(pod, events(pod));
  }

  /** What is known of a node. */
  public Description describe(Node node) {
    return Description.of(node, events(node));
  }

  private Events events(String about, String selector, String namespace, String flag) {
    ServerTable table =
        cluster.table(
            "/api/v1/namespaces/" + namespace + "/events?fieldSelector=" + encode(selector));
    List<Event> list =
        table.objects().stream()
            .sorted(Comparator.comparing(Workloads::last))
            .map(Event::of)
            .toList();
    String kubectl = "kubectl " + flag + "get events --field-selector " + selector;
    return new Events(about, list, kubectl, table.narrow());
  }

  private static String last(Json event) {
    return Stream.of(
            "/series/lastObservedTime",
            "/lastTimestamp",
            "/eventTime",
            "/metadata/creationTimestamp")
        .map(event::text)
        .filter(time -> !time.isEmpty())
        .findFirst()
        .orElse("");
  }

  /**
   * Applies a manifest.
   *
   * @param manifest YAML, or the path of a file that holds it
   */
  public Done apply(String manifest) {
    boolean file = !manifest.contains("\n") && manifest.matches(".*\\.ya?ml");
    String yaml = file ? read(Path.of(manifest)) : manifest;
    List<String> lines = cluster.apply(yaml).stream().map(Applied::toString).toList();
    return new Done("kubectl apply -f " + (file ? manifest : "manifest.yaml"), lines, yaml);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw LabException.of(
          "could not read " + file.toAbsolutePath(), e.toString(), Suggestions.CHECK_THE_PATH);
    }
  }

  /**
   * Starts a pod of the image nicolaka/netshoot that sleeps.
   *
   * @param labels {@code key=value}, several separated by commas
   */
  public Done run(String name, Node node, String labels) {
    Map<String, Object> spec =
        Map.of("nodeSelector", Map.of("kubernetes.io/hostname", node.name()));
    Json pod =
        Json.of(
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of("name", name, "labels", labels(labels)),
                "spec",
                Map.of(
                    "nodeSelector", spec.get("nodeSelector"),
                    "terminationGracePeriodSeconds", 1,
                    "containers",
                        List.of(
                            Map.of(
                                "name",
                                name,
                                "image",
                                "nicolaka/netshoot",
                                "command",
                                List.of("sleep", "3600"))))));
    cluster.post(Pod.path(cluster.namespace()), pod);
    String kubectl =
        "kubectl run %s --image=nicolaka/netshoot --labels=%s --overrides='%s' --command -- sleep 3600"
            .formatted(name, labels, Json.of(Map.of("spec", spec)));
    return new Done(kubectl, List.of("pod/" + name + " created"), "");
  }

  private static Map<String, String> labels(String labels) {
    return Stream.of(labels.split(","))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  /**
   * Deletes objects.
   *
   * @param resources as kubectl names them: {@code pod/nettest-1}, with a namespace before it if it
   *     is not the usual one: {@code kube-flannel/daemonset/kube-flannel-ds}; a name alone is a
   *     pod's
   */
  public Done delete(String... resources) {
    List<Resource> all =
        Stream.of(resources).map(name -> Resource.parse(name, cluster.namespace())).toList();
    return new Done(
        "kubectl delete "
            + all.stream().map(Resource::typed).collect(Collectors.joining(" "))
            + " --grace-period=1 --ignore-not-found",
        all.stream().map(this::delete).toList(),
        "");
  }

  private String delete(Resource resource) {
    return "%s \"%s\" %s"
        .formatted(
            resource.kind(),
            resource.name(),
            cluster.delete(resource.path() + "?gracePeriodSeconds=1")
                ? "deleted from " + resource.namespace() + " namespace"
                : "was not there");
  }

  /** Whether there is such an object; named as in {@link #delete(String...)}. */
  public boolean exists(String resource) {
    return cluster.find(Resource.parse(resource, cluster.namespace()).path()).isPresent();
  }

  /**
   * The manifest of an object as it is now, to apply again later: without what the server added.
   *
   * @param resource as in {@link #delete(String...)}
   */
  public String save(String resource) {
    Resource wanted = Resource.parse(resource, cluster.namespace());
    Json object =
        cluster
            .find(wanted.path())
            .orElseThrow(
                () ->
                    LabException.of(
                        "could not save " + resource,
                        "there is none in namespace " + wanted.namespace(),
                        Suggestions.LIST_PODS));
    return Json.of(
            Map.of(
                "apiVersion", object.text("/apiVersion"),
                "kind", object.text("/kind"),
                "metadata",
                    Map.of(
                        "name", wanted.name(),
                        "namespace", wanted.namespace(),
                        "labels", object.fields("/metadata/labels")),
                "spec", object.at("/spec").value()))
        .indented();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
