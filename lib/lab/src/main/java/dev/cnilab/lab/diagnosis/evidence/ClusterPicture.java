package dev.cnilab.lab.diagnosis.evidence;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.policy.Policies;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cluster as it was examined.
 *
 * @param nodes those that could be examined
 * @param lists objects by the last word of their path: {@code services}
 * @param stuck pods whose network cannot be set up or torn down
 * @param policies of all namespaces
 * @param closed ports of endpoints at which nothing listens: {@code 10.244.1.2:80}
 * @param logs the last lines of DNS servers, of pods that do not become Ready and, if they are
 *     recent, of pods in nodes' networks, by namespace and name
 * @param silences tests by pods without an answer; none if nothing was tested
 * @param unseen what could not be examined, and why
 */
public record ClusterPicture(
    List<NodePicture> nodes,
    List<Pod> pods,
    Map<String, List<Json>> lists,
    List<StuckPod> stuck,
    Policies policies,
    List<String> closed,
    Map<String, String> logs,
    List<Silence> silences,
    List<String> unseen) {

  /** The namespace and name of {@link #dnsService}. */
  public static final String DNS_SERVICE = "kube-system/kube-dns";

  public ClusterPicture {
    nodes = List.copyOf(nodes);
    pods = List.copyOf(pods);
    lists = Map.copyOf(lists);
    stuck = List.copyOf(stuck);
    closed = List.copyOf(closed);
    logs = Map.copyOf(logs);
    silences = List.copyOf(silences);
    unseen = List.copyOf(unseen);
  }

  /** The same with the results of tests by pods, and with what could not be tested. */
  public ClusterPicture with(List<Silence> unanswered, List<String> unasked) {
    return new ClusterPicture(
        nodes,
        pods,
        lists,
        stuck,
        policies,
        closed,
        logs,
        unanswered,
        Stream.concat(unseen.stream(), unasked.stream()).toList());
  }

  public List<Json> list(String kind) {
    return lists.getOrDefault(kind, List.of());
  }

  /** The stuck pods of a node. */
  public Stream<StuckPod> stuckOn(NodePicture node) {
    return stuck.stream().filter(each -> each.pod().nodeName().equals(node.name()));
  }

  /** The pods of a node that have an address of the pod network. */
  public List<Pod> networked(NodePicture node) {
    return pods.stream()
        .filter(pod -> pod.nodeName().equals(node.name()))
        .filter(pod -> pod.runsOnPodNetwork() && !pod.ip().isEmpty())
        .toList();
  }

  /** The events about a pod, in the order in which they came. */
  public Stream<Json> events(Pod pod) {
    return list("events").stream()
        .filter(event -> event.text("/involvedObject/uid").equals(pod.uid()));
  }

  /** The last lines of a pod's log; empty if there are none. */
  public String log(Pod pod) {
    return logs.getOrDefault(pod.namespace() + "/" + pod.name(), "");
  }

  /** The last line of a pod's log; empty if there is none. */
  public String lastWords(Pod pod) {
    return log(pod).lines().reduce((first, second) -> second).orElse("");
  }

  /** The Services that have a selector. */
  public Stream<Json> selectingServices() {
    return list("services").stream().filter(service -> !service.fields("/spec/selector").isEmpty());
  }

  /** The pods that a Service selects. */
  public List<Pod> selectedBy(Json service) {
    Map<String, String> wanted = service.fields("/spec/selector");
    return pods.stream()
        .filter(pod -> pod.namespace().equals(service.text("/metadata/namespace")))
        .filter(pod -> pod.labels().entrySet().containsAll(wanted.entrySet()))
        .toList();
  }

  /** The Service at which pods find the DNS server. */
  public Optional<Json> dnsService() {
    return list("services").stream().filter(each -> name(each).equals(DNS_SERVICE)).findFirst();
  }

  /** Whether the plugins of all nodes enforce policies. */
  public boolean enforcesPolicies() {
    return nodes.stream().noneMatch(NodePicture::usesBridge);
  }

  /** {@code namespace/name} of an object. */
  public static String name(Json object) {
    String namespace = object.text("/metadata/namespace");
    return (namespace.isEmpty() ? "" : namespace + "/") + object.text("/metadata/name");
  }
}
