package dev.cnilab.lab.shell;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.guard.Guard;
import dev.cnilab.lab.text.CommandLine;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.Map;

/** A pod, as of when it was read. */
public final class Pod implements Place, Tabular {

  private final Cluster cluster;
  private final Guard guard;
  private final Json object;

  /**
   * Creates a pod from its API object.
   *
   * @param guard is asked before a command runs in it
   */
  public Pod(Cluster cluster, Guard guard, Json object) {
    this.cluster = cluster;
    this.guard = guard;
    this.object = object;
  }

  /** The path of a namespace's pods. */
  public static String path(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/pods";
  }

  @Override
  public String name() {
    return object.text("/metadata/name");
  }

  public String namespace() {
    return object.text("/metadata/namespace");
  }

  public String uid() {
    return object.text("/metadata/uid");
  }

  public Map<String, String> labels() {
    return object.fields("/metadata/labels");
  }

  /** The pod's address, empty while it has none. */
  public String ip() {
    return object.text("/status/podIP");
  }

  /** The node it is bound to, empty while it is not. */
  public String nodeName() {
    return object.text("/spec/nodeName");
  }

  /** The node it is bound to, or the one in its nodeSelector. */
  public String wantedNode() {
    String wanted = object.text("/spec/nodeSelector/kubernetes.io~1hostname");
    return nodeName().isEmpty() ? wanted : nodeName();
  }

  public String phase() {
    return object.text("/status/phase");
  }

  public String dnsPolicy() {
    return object.text("/spec/dnsPolicy");
  }

  /** Whether its spec names DNS servers, in {@code dnsConfig}. */
  public boolean hasOwnDnsServers() {
    return !object.list("/spec/dnsConfig/nameservers").isEmpty();
  }

  public boolean hostNetwork() {
    return object.flag("/spec/hostNetwork");
  }

  public boolean isRunning() {
    return phase().equals("Running");
  }

  /** Whether it runs, and not in its node's network. */
  public boolean runsOnPodNetwork() {
    return isRunning() && !hostNetwork();
  }

  public boolean isReady() {
    return object.list("/status/conditions").stream()
        .anyMatch(c -> c.text("/type").equals("Ready") && c.text("/status").equals("True"));
  }

  /** The message of one of its conditions, empty if it has none. */
  public String condition(String type) {
    return object.list("/status/conditions").stream()
        .filter(condition -> condition.text("/type").equals(type))
        .map(condition -> condition.text("/message"))
        .findFirst()
        .orElse("");
  }

  /** Why its first container is waiting ({@code ContainerCreating}), empty if it is not. */
  public String waitingFor() {
    return object.text("/status/containerStatuses/0/state/waiting/reason");
  }

  /** The phase and what it is waiting for, in a few words. */
  public String state() {
    String ready =
        isReady() ? "Ready" : phase() + (waitingFor().isEmpty() ? "" : ", " + waitingFor());
    return ready + (nodeName().isEmpty() ? ", on no node yet" : " on " + nodeName());
  }

  /** The API object. */
  public Json object() {
    return object;
  }

  /** The kubectl option for the pod's namespace, empty for the default one. */
  public String namespaceFlag() {
    return namespace().equals(cluster.namespace()) ? "" : "-n " + namespace() + " ";
  }

  @Override
  public Output sh(String line) {
    List<String> words = CommandLine.words(line);
    guard.beforeRunningIn(object);
    String kubectl =
        "kubectl " + namespaceFlag() + "exec " + name() + " -- " + CommandLine.typed(words);
    RunningOutput running = new RunningOutput("$ " + kubectl);
    ExecResult result = cluster.exec(running, namespace(), name(), words.toArray(String[]::new));
    running.done();
    return new Output("$ " + kubectl, kubectl, result);
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            "Pod `" + name() + "`",
            List.of("state", "address", "node"),
            List.of(this),
            pod -> List.of(Cell.of(pod.state()), Cell.of(pod.ip()), Cell.of(pod.nodeName())))
        .folded("kubectl " + namespaceFlag() + "get pod " + name() + " -o json", object.indented());
  }

  @Override
  public String toString() {
    return name() + ": " + state();
  }
}
