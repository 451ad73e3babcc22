package dev.cnilab.lab;

import static dev.cnilab.lab.LabSession.bench;

import dev.cnilab.lab.kubectl.Done;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.view.View;
import dev.cnilab.lab.workload.Description;
import dev.cnilab.lab.workload.Events;
import dev.cnilab.lab.workload.Logs;
import dev.cnilab.lab.workload.Nodes;
import dev.cnilab.lab.workload.Pods;

/**
 * The functions of a cell for what kubectl does: changing objects, looking at pods and nodes,
 * waiting for them. Pods are given by name, nodes by {@code node("…")} or {@code worker(1)}.
 */
public final class LabObjects {
  private static final int LOG_LINES = 10;

  private LabObjects() {}

  @Doc(
      value = "applies a manifest: a file, or YAML itself",
      example = "apply(\"manifests/nettest-1.yaml\")",
      kubectl = "kubectl apply -f FILE")
  public static Done apply(String manifest) {
    return bench().changes().apply(manifest);
  }

  @Doc(
      value = "starts a pod with network tools on a node",
      example = "run(\"probe\", worker(1))",
      kubectl = "kubectl run NAME --image=nicolaka/netshoot --overrides=… --command -- sleep 3600")
  public static Done run(String pod, Node node) {
    return bench().changes().run(pod, node, "app=" + pod);
  }

  @Doc(
      value = "the same, with labels of your choice",
      example = "run(\"nettest-2\", worker(2), \"app=nettest\")",
      kubectl = "kubectl run NAME --labels=… --image=nicolaka/netshoot --command -- sleep 3600")
  public static Done run(String pod, Node node, String labels) {
    return bench().changes().run(pod, node, labels);
  }

  @Doc(
      value = "starts a pod on a node past the scheduler, as if it had been bound there before",
      example = "bind(\"no-network\", worker(1))",
      kubectl = "kubectl run NAME --image=nicolaka/netshoot --overrides=… --command -- sleep 3600")
  public static Done bind(String pod, Node node) {
    return bench().changes().bind(pod, node, "app=" + pod);
  }

  @Doc(
      value = "changes fields of an object; null removes one",
      example = "patch(\"kube-system/deployment/coredns\", \"spec: {replicas: 2}\")",
      kubectl = "kubectl -n NAMESPACE patch KIND/NAME --type=merge -p FIELDS")
  public static Done patch(String resource, String fields) {
    return bench().changes().patch(resource, fields);
  }

  @Doc(
      value = "deletes objects and waits until they are gone",
      example = "delete(\"pod/probe\")",
      kubectl = "kubectl delete pod/NAME --grace-period=1 --ignore-not-found")
  public static Done delete(String... resources) {
    Done deleted = bench().changes().delete(resources);
    bench().waits().gone(resources);
    return deleted;
  }

  @Doc(
      value = "the manifest of an object, kept from the first call in a step; apply(…) restores it",
      example = "save(\"kube-flannel/daemonset/kube-flannel-ds\")",
      kubectl = "kubectl -n NAMESPACE get daemonset NAME -o yaml > saved.yaml")
  public static String save(String resource) {
    return bench().remembered().save(resource);
  }

  @Doc(
      value = "the manifest of an object as it is now",
      example = "manifest(\"kube-flannel/configmap/kube-flannel-cfg\")",
      kubectl = "kubectl -n NAMESPACE get configmap NAME -o yaml")
  public static String manifest(String resource) {
    String text = bench().changes().manifest(resource);
    LabSession.ofProcess().saw(View.empty().folded(bench().changes().look(resource), text));
    return text;
  }

  @Doc(value = "lists your pods", example = "pods()", kubectl = "kubectl get pods -o wide")
  public static Pods pods() {
    return bench().workloads().pods();
  }

  @Doc(
      value = "lists the pods of a namespace",
      example = "pods(\"kube-flannel\")",
      kubectl = "kubectl get pods -n NAMESPACE -o wide")
  public static Pods pods(String namespace) {
    return bench().workloads().pods(namespace, "");
  }

  @Doc(
      value = "looks at one pod: .ip(), .nodeName(), .sh(\"…\")",
      example = "pod(\"nettest-1\").ip()",
      kubectl = "kubectl get pod NAME -o jsonpath='{.status.podIP}'")
  public static Pod pod(String name) {
    return bench().workloads().pod(name);
  }

  @Doc(value = "lists the nodes", example = "nodes()", kubectl = "kubectl get nodes -o wide")
  public static Nodes nodes() {
    return bench().workloads().nodes();
  }

  @Doc(
      value = "looks at one node: .podCidr(), .ip(), .sh(\"…\") for a line of shell on it",
      example = "node(\"worker-1\").sh(\"ls -la /etc/cni/net.d\")",
      kubectl = "./lab node NAME -- ls -la /etc/cni/net.d")
  public static Node node(String name) {
    return nodes().find(name);
  }

  @Doc(value = "the n-th node that takes pods, whatever it is called", example = "worker(1)")
  public static Node worker(int number) {
    return nodes().worker(number);
  }

  @Doc(
      value = "lists a pod's events, oldest first",
      example = "events(\"nettest-1\")",
      kubectl = "kubectl get events --field-selector involvedObject.name=NAME")
  public static Events events(String pod) {
    return bench().workloads().events(pod(pod));
  }

  @Doc(
      value = "lists a node's events, oldest first",
      example = "events(worker(1))",
      kubectl = "kubectl get events --field-selector involvedObject.name=NAME")
  public static Events events(Node node) {
    return bench().workloads().events(node);
  }

  @Doc(
      value = "everything known about a pod: what it is, its conditions, its events",
      example = "describe(\"nettest-1\")",
      kubectl = "kubectl describe pod NAME")
  public static Description describe(String pod) {
    return bench().workloads().describe(pod(pod));
  }

  @Doc(
      value = "everything known about a node: its conditions, taints, events",
      example = "describe(worker(1))",
      kubectl = "kubectl describe node NAME")
  public static Description describe(Node node) {
    return bench().workloads().describe(node);
  }

  @Doc(
      value = "the last lines that the pods of a selector have written",
      example = "logs(\"kube-system\", \"k8s-app=kube-dns\")",
      kubectl = "kubectl -n NAMESPACE logs -l SELECTOR --tail=10")
  public static Logs logs(String namespace, String selector) {
    return bench().workloads().logs(namespace, selector, LOG_LINES);
  }

  @Doc(
      value = "waits until a pod of a selector has written some words",
      example = "awaitLog(\"kube-system\", \"k8s-app=kube-dns\", \"Unknown directive\")",
      kubectl = "kubectl -n NAMESPACE logs -l SELECTOR --follow")
  public static Logs awaitLog(String namespace, String selector, String words) {
    return bench().waits().log(namespace, selector, words);
  }

  @Doc(
      value = "waits until exactly N pods matching a selector are Ready",
      example = "awaitPods(\"kube-system\", \"k8s-app=kube-dns\", 2)",
      kubectl = "kubectl -n NAMESPACE wait --for=condition=Ready pod -l SELECTOR --timeout=90s")
  public static Pods awaitPods(String namespace, String selector, int count) {
    return bench().waits().rolledOut(namespace, selector, count);
  }

  @Doc(
      value = "runs a line of shell in a pod",
      example = "sh(\"nettest-1\", \"ip addr show\")",
      kubectl = "kubectl exec NAME -- ip addr show")
  public static Output sh(String pod, String line) {
    return pod(pod).sh(line);
  }

  @Doc(
      value = "waits until pods are Ready; if they do not get there, says why",
      example = "awaitReady(\"nettest-1\", \"nettest-2\")",
      kubectl = "kubectl wait --for=condition=Ready pod/NAME --timeout=90s")
  public static Pods awaitReady(String... pods) {
    return bench().waits().ready(pods);
  }

  @Doc(
      value = "waits until pods run",
      example = "awaitRunning(\"nettest-1\")",
      kubectl = "kubectl wait --for=jsonpath='{.status.phase}'=Running pod/NAME")
  public static Pods awaitRunning(String... pods) {
    return bench().waits().running(pods);
  }

  @Doc(
      value = "waits until a namespace has no pods",
      example = "awaitNoPods(\"kube-flannel\")",
      kubectl = "kubectl wait --for=delete pod --all -n NAMESPACE")
  public static Pods awaitNoPods(String namespace) {
    return bench().waits().noPods(namespace);
  }

  @Doc(
      value = "waits until a node is Ready",
      example = "awaitNodeReady(worker(1))",
      kubectl = "kubectl wait --for=condition=Ready node/NAME --timeout=90s")
  public static Node awaitNodeReady(Node node) {
    return bench().waits().nodeReady(node.name());
  }

  @Doc(
      value = "waits until a node is no longer Ready",
      example = "awaitNodeNotReady(worker(1))",
      kubectl = "kubectl wait --for=condition=Ready=false node/NAME --timeout=90s")
  public static Node awaitNodeNotReady(Node node) {
    return bench().waits().nodeNotReady(node.name());
  }

  @Doc(
      value = "waits until N pods of a label are Ready",
      example = "awaitReady(\"app=ip-hungry\", 10)",
      kubectl = "kubectl wait --for=condition=Ready pod -l LABEL --timeout=90s")
  public static Pods awaitReady(String label, int pods) {
    return bench().waits().readyPods(label, pods);
  }

  @Doc(
      value = "waits until a pod, or one of a label, has an event of a reason or with these words",
      example = "awaitEvent(\"probe\", \"FailedCreatePodSandBox\")",
      kubectl = "kubectl get events --field-selector involvedObject.name=NAME --watch")
  public static Events awaitEvent(String pod, String reason) {
    return bench().waits().event(pod, reason);
  }
}
