package dev.cnilab.lab;

import dev.cnilab.lab.address.Allocations;
import dev.cnilab.lab.brokenworker.Reported;
import dev.cnilab.lab.capability.Capabilities;
import dev.cnilab.lab.capability.Probed;
import dev.cnilab.lab.capture.Packets;
import dev.cnilab.lab.capture.Recorder;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.cni.CniConfiguration;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.course.Advice;
import dev.cnilab.lab.course.CheckResult;
import dev.cnilab.lab.course.Course;
import dev.cnilab.lab.course.Report;
import dev.cnilab.lab.guard.LabNamespace;
import dev.cnilab.lab.health.Diagnosis;
import dev.cnilab.lab.health.Witnesses;
import dev.cnilab.lab.inventory.Inventory;
import dev.cnilab.lab.inventory.Stocktaking;
import dev.cnilab.lab.kernel.Rendering;
import dev.cnilab.lab.kubectl.Changes;
import dev.cnilab.lab.kubectl.Done;
import dev.cnilab.lab.names.Lookup;
import dev.cnilab.lab.names.NameComparison;
import dev.cnilab.lab.names.NameLookups;
import dev.cnilab.lab.names.ResolverSettings;
import dev.cnilab.lab.network.Hops;
import dev.cnilab.lab.network.Interfaces;
import dev.cnilab.lab.network.Neighbours;
import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.network.Routes;
import dev.cnilab.lab.network.Sizes;
import dev.cnilab.lab.network.Topology;
import dev.cnilab.lab.network.VethPairs;
import dev.cnilab.lab.nodefault.CniHealth;
import dev.cnilab.lab.nodefault.Comparison;
import dev.cnilab.lab.nodefault.NodeState;
import dev.cnilab.lab.oncall.Outcome;
import dev.cnilab.lab.oncall.Page;
import dev.cnilab.lab.oncall.incident.Roster;
import dev.cnilab.lab.oncall.logbook.Incidents;
import dev.cnilab.lab.oncall.logbook.Logbook;
import dev.cnilab.lab.oncall.logbook.Practice;
import dev.cnilab.lab.question.Prediction;
import dev.cnilab.lab.question.Verdict;
import dev.cnilab.lab.reach.Matrix;
import dev.cnilab.lab.reach.Reach;
import dev.cnilab.lab.reach.WhatIf;
import dev.cnilab.lab.service.Requests;
import dev.cnilab.lab.service.Rules;
import dev.cnilab.lab.service.Services;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Place;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.trace.PacketTrace;
import dev.cnilab.lab.view.View;
import dev.cnilab.lab.workload.Description;
import dev.cnilab.lab.workload.Events;
import dev.cnilab.lab.workload.Logs;
import dev.cnilab.lab.workload.Nodes;
import dev.cnilab.lab.workload.Pods;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The functions of the course. A cell calls them without imports; pods are given by name, nodes by
 * {@code node("…")} or {@code worker(1)}.
 */
public final class Lab {

  private static final String THREE_TIMES = "-c 3";
  private static final int JOURNAL_LINES = 20;
  private static final int LOG_LINES = 10;

  /** From the shortest name to one outside the cluster. */
  private static final List<String> FIVE_NAMES =
      List.of(
          "kubernetes",
          "kubernetes.default",
          "kube-dns.kube-system.svc",
          "kubernetes.default.svc.cluster.local",
          "example.com");

  private static final LabSession SESSION = LabSession.ofProcess();

  private Lab() {}

  private static Workbench bench() {
    return SESSION.current();
  }

  private static Course course() {
    return SESSION.home().course();
  }

  /**
   * Makes the running notebook show results as tables, and opens the connection to the cluster
   * while the first cell is being typed. Called once, when the kernel starts.
   */
  public static void install() {
    Rendering.install(SESSION::saw);
    SESSION.openAhead();
  }

  @Doc(value = "lists what you can call", example = "help()")
  public static Help help() {
    return Help.all();
  }

  @Doc(value = "explains one function", example = "help(\"ping\")")
  public static Help help(String function) {
    return Help.of(function);
  }

  @Doc(value = "puts the cluster into the state a step starts from", example = "begin(\"03\")")
  public static Advice begin(String step) {
    SESSION.goHome();
    return course().begin(step);
  }

  @Doc(
      value = "looks at the cluster and says which of a step's expectations are met",
      example = "check(\"03\")")
  public static CheckResult check(String step) {
    return course().check(step);
  }

  @Doc(
      value = "gives a hint about what is missing now; called again, a clearer one",
      example = "hint(\"03\")")
  public static Advice hint(String step) {
    return course().hint(step);
  }

  @Doc(value = "shows one right answer", example = "solution(\"03\")")
  public static Advice solution(String step) {
    return course().solution(step);
  }

  @Doc(value = "notes what you expect, before you look", example = "predict(\"ttl\", \"b\")")
  public static Prediction predict(String question, String letter) {
    return course().predict(question, letter);
  }

  @Doc(value = "asks the cluster and compares with your prediction", example = "verdict(\"ttl\")")
  public static Verdict verdict(String question) {
    return course().verdict(question);
  }

  @Doc(value = "shows how far you have come", example = "progress()")
  public static Report progress() {
    return course().progress();
  }

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
    SESSION.saw(View.empty().folded(bench().changes().look(resource), text));
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

  @Doc(
      value = "pings three times, from a pod to a pod or an address",
      example = "ping(\"nettest-1\", \"nettest-2\")",
      kubectl = "kubectl exec NAME -- ping -c 3 ADDRESS")
  public static Ping ping(String from, String to) {
    return ping(pod(from), to);
  }

  @Doc(
      value = "the same from a pod or a node",
      example = "ping(worker(1), \"nettest-2\")",
      kubectl = "./lab node NAME -- ping -c 3 ADDRESS")
  public static Ping ping(Place from, String to) {
    return bench().probes().ping(from, to, THREE_TIMES);
  }

  @Doc(
      value = "pings as often as you like; .chart() draws the round trips",
      example = "ping(\"nettest-1\", \"nettest-2\", 10).chart()",
      kubectl = "kubectl exec NAME -- ping -c 10 -i 0.2 ADDRESS")
  public static Ping ping(String from, String to, int times) {
    return bench().probes().ping(pod(from), to, "-c " + times + " -i 0.2");
  }

  @Doc(
      value = "a pod's resolver settings: DNS servers, search list, ndots",
      example = "resolver(\"nettest-1\")",
      kubectl = "kubectl exec NAME -- cat /etc/resolv.conf")
  public static ResolverSettings resolver(String pod) {
    return NameLookups.settings(pod(pod));
  }

  @Doc(
      value =
          "pods side by side: policy, DNS servers, search list, and which of five names they find",
      example = "compareNames(\"dns-default\", \"dns-clusterfirst\")",
      kubectl = "kubectl exec NAME -- cat /etc/resolv.conf")
  public static NameComparison compareNames(String... pods) {
    return NameComparison.of(Stream.of(pods).map(Lab::pod).toList(), FIVE_NAMES);
  }

  @Doc(
      value = "looks a name up in a pod, and shows each question that goes over its interface",
      example = "lookup(\"nettest-1\", \"kubernetes.default\")",
      kubectl = "kubectl exec NAME -- nslookup kubernetes.default")
  public static Lookup lookup(String pod, String name) {
    return NameLookups.lookup(pod(pod), name);
  }

  @Doc(
      value = "records the packets on a pod's eth0 while something is done, and can save them",
      example = "capture(\"nettest-1\", () -> ping(\"nettest-1\", \"nettest-2\"))",
      kubectl = "kubectl exec NAME -- tcpdump -i eth0 -w FILE")
  public static Packets capture(String pod, Runnable something) {
    return capture(pod(pod), "eth0", "", something);
  }

  @Doc(
      value = "the same on any link of a pod or a node; the filter is tcpdump's",
      example =
          "capture(worker(1), \"eth0\", \"udp port 8472\", () -> ping(\"nettest-1\","
              + " \"nettest-2\"))",
      kubectl = "./lab node NAME -- tcpdump -i eth0 -w FILE udp port 8472")
  public static Packets capture(Place place, String link, String filter, Runnable something) {
    return new Recorder(place, link, filter).during(something);
  }

  @Doc(
      value = "tries which pods reach each other and DNS, beside what the policies say",
      example = "reach(\"nettest-1\", \"nettest-2\", \"web\")",
      kubectl = "kubectl exec NAME -- curl -s -m 2 http://ADDRESS/")
  public static Matrix reach(String... pods) {
    return new Reach(cluster(), bench().workloads()).among(List.of(pods));
  }

  @Doc(
      value = "whether the policies let a pod reach a TCP port of another, and which rule decides",
      example = "allows(\"nettest-1\", \"web\", 80)")
  public static WhatIf allows(String from, String to, int port) {
    return allows(from, to, port, "");
  }

  @Doc(
      value = "the same before and after a manifest, which is not applied",
      example = "allows(\"nettest-1\", \"web\", 80, \"manifests/deny-all.yaml\")")
  public static WhatIf allows(String from, String to, int port, String manifest) {
    return new Reach(cluster(), bench().workloads()).asked(from, to, port, Changes.yaml(manifest));
  }

  @Doc(
      value = "waits until kube-proxy has written the rules of Services on both workers",
      example = "awaitRules(\"web\", \"web-port\")",
      kubectl = "kubectl get endpointslices -l kubernetes.io/service-name=SERVICE --watch")
  public static void awaitRules(String... services) {
    for (String service : services) {
      rules(worker(1), service);
      rules(worker(2), service);
    }
  }

  @Doc(
      value = "sends requests from a pod to Services: the symptom, and the layer it comes from",
      example = "request(\"nettest-1\", \"nettest-svc\")",
      kubectl = "kubectl exec NAME -- curl -sS -m 5 SERVICE")
  public static Requests request(String from, String... services) {
    Services all = bench().services();
    return new Requests(Stream.of(services).map(to -> all.request(pod(from), to)).toList());
  }

  @Doc(
      value =
          "the iptables rules that a Service has become on a node, once kube-proxy has them all",
      example = "rules(worker(1), \"nettest-svc\")",
      kubectl = "./lab node NAME -- sh -c 'iptables -t nat -S | grep SERVICE'")
  public static Rules rules(Node node, String service) {
    return bench().waits().rules(node, bench().services(), cluster().namespace(), service);
  }

  @Doc(
      value = "follows one packet through every namespace and table; embedded cluster only",
      example = "trace(\"nettest-1\", \"nettest-2\")")
  public static PacketTrace trace(String from, String to) {
    return trace(pod(from), to);
  }

  @Doc(value = "the same from a pod or a node", example = "trace(worker(1), \"nettest-2\")")
  public static PacketTrace trace(Place from, String to) {
    return bench().tracer().trace(from, bench().probes().address(to));
  }

  @Doc(
      value = "the interfaces of a pod",
      example = "interfaces(\"nettest-1\")",
      kubectl = "kubectl exec NAME -- ip addr show")
  public static Interfaces interfaces(String pod) {
    return interfaces(pod(pod));
  }

  @Doc(
      value = "the interfaces of a pod or a node",
      example = "interfaces(worker(1))",
      kubectl = "./lab node NAME -- ip addr show")
  public static Interfaces interfaces(Place place) {
    return bench().probes().interfaces(place);
  }

  @Doc(
      value = "the routes of a pod",
      example = "routes(\"nettest-1\")",
      kubectl = "kubectl exec NAME -- ip route show")
  public static Routes routes(String pod) {
    return routes(pod(pod));
  }

  @Doc(
      value = "the routes of a pod or a node",
      example = "routes(worker(1))",
      kubectl = "./lab node NAME -- ip route show")
  public static Routes routes(Place place) {
    return bench().probes().routes(place);
  }

  @Doc(
      value = "the neighbour (ARP) table of a pod",
      example = "neighbours(\"nettest-1\")",
      kubectl = "kubectl exec NAME -- ip neigh show")
  public static Neighbours neighbours(String pod) {
    return neighbours(pod(pod));
  }

  @Doc(
      value = "the neighbour (ARP) table of a pod or a node",
      example = "neighbours(worker(1))",
      kubectl = "./lab node NAME -- ip neigh show")
  public static Neighbours neighbours(Place place) {
    return bench().probes().neighbours(place);
  }

  @Doc(
      value = "the CNI configuration of every node: files, which one wins, plugins, binaries",
      example = "cniConfiguration()",
      kubectl = "./lab node NAME -- sh -c 'cat /etc/cni/net.d/*; ls -la /opt/cni/bin'")
  public static CniConfiguration cniConfiguration() {
    return new CniConfiguration(nodes().list().stream().map(NodeCni::of).toList());
  }

  @Doc(
      value = "the last lines of a service's log on a node",
      example = "journal(worker(1), \"containerd\")",
      kubectl = "./lab node NAME -- journalctl -u containerd -n 20")
  public static Output journal(Node node, String unit) {
    return bench().probes().journal(node, unit, JOURNAL_LINES);
  }

  @Doc(
      value = "finds what is wrong with a pod, with the evidence",
      example = "diagnose(\"probe\")",
      kubectl = "kubectl describe pod NAME")
  public static Diagnosis diagnose(String pod) {
    return bench().doctor().examine(pod(pod));
  }

  @Doc(
      value = "finds what is wrong with a node, with the evidence",
      example = "diagnose(worker(1))",
      kubectl = "kubectl describe node NAME")
  public static Diagnosis diagnose(Node node) {
    return bench().doctor().examine(node);
  }

  @Doc(
      value = "nodes side by side, in each place where a pod network can break",
      example = "compare(worker(1), worker(2))")
  public static Comparison compare(Node... nodes) {
    return new Comparison(NodeState.of(bench().workloads(), nodes));
  }

  @Doc(
      value = "breaks a worker in a way you are not told: one of six of a series",
      example = "incident(24, 1)")
  public static Reported incident(long series, int number) {
    return bench().brokenWorkers().start(series, number);
  }

  @Doc(
      value = "what a cluster has beyond a fresh one; .since(…) compares with an earlier look",
      example = "var before = inventory()",
      kubectl = "kubectl get pods,services,configmaps,deployments,networkpolicies")
  public static Inventory inventory() {
    return new Stocktaking(cluster(), bench().workloads()).now();
  }

  @Doc(
      value =
          "removes the lab from the cluster: its shells on nodes, its copies there, its namespace",
      example = "leave()")
  public static String leave() {
    bench().shells().leave();
    return "Nothing of the lab is left: no namespace %s, no shell, no copy on any node."
        .formatted(LabNamespace.NAME);
  }

  @Doc(
      value = "on a real cluster that looks disposable: its nodes may be changed",
      example = "agree()")
  public static String agree() {
    return bench().shells().guard().agree("");
  }

  @Doc(
      value = "on any other real cluster: the nodes of the one you name may be changed",
      example = "agree(\"my-test-cluster\")")
  public static String agree(String context) {
    return bench().shells().guard().agree(context);
  }

  @Doc(
      value = "what each layer says about a pod's failure: events, node, kubelet, containerd",
      example = "witnesses(\"late\", worker(1))",
      kubectl = "kubectl describe pod NAME; ./lab node NODE -- journalctl -u containerd")
  public static Witnesses witnesses(String pod, Node node) {
    return Witnesses.of(bench().workloads(), pod(pod), node(node.name()));
  }

  @Doc(
      value = "one more cluster, with another plugin; all functions act on it from now on",
      example = "use(\"calico\")",
      kubectl = "./lab cluster --cni NAME")
  public static Choice use(String cni) {
    return SESSION.choose(cni);
  }

  @Doc(
      value = "one more cluster whose plugin you are not told; the number decides which",
      example = "unlabelled(20)")
  public static Choice unlabelled(long number) {
    return SESSION.chooseUnlabelled(number);
  }

  @Doc(
      value =
          "a page: something is wrong on a cluster of its own, and the clock is running; harder"
              + " after one that you solved, easier after one that you missed",
      example = "onCall()")
  public static Page onCall() {
    return SESSION.page(
        new Practice(
                Roster.ofCatalogue(), Logbook.fromEnvironment(), new Random(), incident -> true)
            .next());
  }

  @Doc(value = "the incident with that number, the same for everybody", example = "onCall(7)")
  public static Page onCall(long seed) {
    return SESSION.page(Roster.ofCatalogue().incident(seed));
  }

  @Doc(
      value =
          "says what is wrong, and where, by letters or words of the page; the last answer counts",
      example = "answer(\"b\", \"e\")")
  public static String answer(String what, String where) {
    return "Noted: " + SESSION.handling().choose(what, where);
  }

  @Doc(
      value = "says that the incident is over: the cluster's state decides, and a debrief follows",
      example = "resolved()")
  public static Outcome resolved() {
    return Outcome.of(SESSION.handling(), Logbook.fromEnvironment());
  }

  @Doc(value = "how long each kind of fault took you", example = "incidents()")
  public static Incidents incidents() {
    return Incidents.of(Logbook.fromEnvironment());
  }

  @Doc(value = "back to the course's own cluster", example = "home()")
  public static Choice home() {
    return SESSION.goHome();
  }

  @Doc(
      value =
          "tests what plugins can do, each on a cluster of its own; without names, the one in use",
      example = "capabilities(\"bridge\", \"flannel\")")
  public static Capabilities capabilities(String... plugins) {
    return plugins.length == 0
        ? new Capabilities(List.of(Probed.of("this cluster", bench().scene())))
        : SESSION.home().survey().of(List.of(plugins));
  }

  @Doc(
      value = "the MTU of each interface between two pods",
      example = "hops(\"nettest-1\", \"nettest-2\")",
      kubectl = "kubectl exec NAME -- ip link show eth0; ./lab node NODE -- ip link show")
  public static Hops hops(String from, String to) {
    return Hops.between(bench().workloads(), bench().probes(), pod(from), pod(to));
  }

  @Doc(
      value = "pings of several sizes that must not be fragmented; .chart() draws them",
      example = "sizes(\"nettest-1\", \"nettest-2\", 1372, 1422, 1423)",
      kubectl = "kubectl exec NAME -- ping -M do -s SIZE -c 1 -W 1 ADDRESS")
  public static Sizes sizes(String from, String to, int... payloads) {
    return new Sizes(
        hops(from, to),
        IntStream.of(payloads)
            .mapToObj(
                size ->
                    new Sizes.Size(
                        size,
                        bench().probes().ping(pod(from), to, "-M do -s " + size + " -c 1 -W 1")))
            .toList());
  }

  @Doc(
      value = "the addresses of both workers: used, leaked, free; .chart() draws them",
      example = "addresses()",
      kubectl = "./lab node NAME -- ls /var/lib/cni/networks/cbr0")
  public static Allocations addresses() {
    return Allocations.of(NodeState.workers(bench().workloads()));
  }

  @Doc(
      value = "the pod network's health, node by node",
      example = "cniHealth()",
      kubectl =
          "kubectl get nodes; kubectl -n kube-flannel get pods -o wide; ./lab node NAME -- ls"
              + " /etc/cni/net.d")
  public static CniHealth cniHealth() {
    return new CniHealth(NodeState.workers(bench().workloads()));
  }

  @Doc(
      value = "the pods of a node with both ends of their veth pairs",
      example = "vethPairs(worker(1))",
      kubectl = "./lab node NAME -- sh -c 'ip netns list; ip link show; brctl show'")
  public static VethPairs vethPairs(Node node) {
    return VethPairs.of(bench().workloads(), node);
  }

  @Doc(
      value = "the pod network of both workers as a picture",
      example = "topology()",
      kubectl = "./lab node NAME -- sh -c 'ip addr; brctl show; ip route'")
  public static Topology topology() {
    return new Topology(List.of(vethPairs(worker(1)), vethPairs(worker(2))));
  }

  @Doc(value = "the cluster in use; .client() is the fabric8 client", example = "cluster()")
  public static Cluster cluster() {
    return bench().cluster();
  }
}
