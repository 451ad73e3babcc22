package dev.cnilab.lab.workload;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.client.message.ServerTable;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.NodeShells;
import dev.cnilab.lab.shell.Pod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists objects of the cluster. */
public final class Workloads {

  private final Cluster cluster;
  private final NodeShells shells;

  /** Lists the objects of a cluster. */
  public Workloads(Cluster cluster, NodeShells shells) {
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
    return new Pods(table.objects().stream().map(this::pod).toList(), kubectl, table.wide());
  }

  /** The pods of all namespaces. */
  public Pods everywhere() {
    ServerTable table = cluster.table("/api/v1/pods");
    return new Pods(
        table.objects().stream().map(this::pod).toList(),
        "kubectl get pods -A -o wide",
        table.wide());
  }

  /** The pods in the context's namespace with a label: {@code app=nettest}. */
  public Pods labelled(String label) {
    return pods(cluster.namespace(), label);
  }

  public Nodes nodes() {
    ServerTable table = cluster.table("/api/v1/nodes");
    return new Nodes(
        table.objects().stream().map(object -> new Node(shells, object)).toList(), table.wide());
  }

  /** The last log lines of the pods with a selector. */
  public Logs logs(String namespace, String selector, int lines) {
    String text =
        pods(namespace, selector).list().stream()
            .map(pod -> cluster.log(namespace, pod.name(), lines))
            .collect(Collectors.joining());
    return new Logs(
        "kubectl -n %s logs -l %s --tail=%d".formatted(namespace, selector, lines), text);
  }

  /**
   * Reads the pod with a name, or with {@code namespace/name}.
   *
   * @throws LabException if it does not exist
   */
  public Pod pod(String name) {
    String namespace = name.contains("/") ? name.replaceAll("/.*", "") : cluster.namespace();
    String plain = name.replaceAll(".*/", "");
    return cluster
        .find(Pod.path(namespace) + "/" + plain)
        .map(this::pod)
        .orElseThrow(
            () ->
                LabException.of(
                    "could not look at pod " + plain,
                    "there is none of that name in namespace " + namespace,
                    Suggestions.LIST_PODS));
  }

  private Pod pod(Json object) {
    return new Pod(cluster, shells.guard(), object);
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

  /** The description of a pod. */
  public Description describe(Pod pod) {
    return Description.of(pod, events(pod));
  }

  /** The description of a node. */
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

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
