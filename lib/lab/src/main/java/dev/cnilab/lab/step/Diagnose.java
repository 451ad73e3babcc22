package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.brokenworker.BrokenWorkers;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Leeway;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.nodefault.Cause;
import dev.cnilab.lab.nodefault.FoundCause;
import dev.cnilab.lab.nodefault.NodeState;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.workload.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** 15: three common errors are produced, and six incidents with undisclosed causes. */
record Diagnose(Scene scene) implements Step {

  private static final String FAILING = "no-sandbox";

  @Override
  public String number() {
    return "15";
  }

  @Override
  public String title() {
    return "diagnose";
  }

  @Override
  public void begin() {
    scene.heal();
    scene.nettest();
  }

  @Override
  public List<Question> questions() {
    List<Question> all = new ArrayList<>();
    all.add(
        new Question(
            "where-told",
            "A plugin fails for a pod. Which field of the pod's status names the cause?",
            List.of(
                "the message of its condition Ready",
                "the message of its condition PodReadyToStartContainers",
                "none: only the events name it"),
            this::whereTold));
    for (String pod : BrokenWorkers.PODS) {
      all.add(
          new Question(
              pod,
              "What keeps `" + pod + "` off the network?",
              Stream.of(Cause.values()).map(Cause::words).toList(),
              () -> cause(pod)));
    }
    return all;
  }

  private Observation whereTold() {
    Optional<Pod> pod = scene.find(FAILING).filter(each -> !each.isReady());
    String cause =
        pod.flatMap(each -> scene.workloads().events(each).latestWarning())
            .map(Event::shortMessage)
            .orElse("");
    if (pod.isEmpty() || !cause.contains("plugin")) {
      return Observation.none("no pod " + FAILING + " that a plugin has failed for");
    }
    String ready = pod.get().condition("Ready");
    String sandbox = pod.get().condition("PodReadyToStartContainers");
    return new Observation(
        ready.contains("plugin") ? "a" : sandbox.contains("plugin") ? "b" : "c",
        "Ready says `%s`, PodReadyToStartContainers says `%s`, an event says `%s`"
            .formatted(ready, sandbox, cause));
  }

  /**
   * The cause found on the pod's own node counts first, because an agent may be missing everywhere.
   */
  private Observation cause(String name) {
    String node = scene.find(name).map(Pod::wantedNode).orElse("");
    return found().stream()
        .filter(each -> !node.isEmpty())
        .min(Comparator.comparing((FoundCause each) -> !each.node().equals(node)))
        .map(each -> new Observation(each.cause().letter(), each.toString()))
        .orElse(Observation.none("pod " + name + " is not kept off the network now"));
  }

  private List<FoundCause> found() {
    return FoundCause.on(NodeState.workers(scene.workloads()));
  }

  @Override
  public List<Expectation> expectations() {
    List<Expectation> all = new ArrayList<>();
    all.add(
        new Expectation(
            "nothing is broken on a worker any longer",
            this::whole,
            List.of(
                "Which gate is closed? Is the node Ready? If it is, what do the events of the"
                    + " pod say?",
                "compare(worker(1), worker(2)): one line is not as it should be.",
                "It is this: " + exact())));
    for (int number = 1; number <= BrokenWorkers.PODS.size(); number++) {
      all.add(repaired(BrokenWorkers.PODS.get(number - 1), number));
    }
    all.add(
        new Expectation(
            "the addresses that the workers have reserved are those of their pods",
            this::addresses,
            List.of(
                "Each file in /var/lib/cni/networks/cbr0 reserves an address for one sandbox.",
                "Compare the files with the sandboxes that crictl pods lists, in both directions.",
                "To free what no pod has: "
                    + RECLAIM
                    + ". A running pod whose file is gone needs a new sandbox: delete it, and start"
                    + " it again.")));
    return all;
  }

  /** Removes the address files that belong to no pod. */
  private static final String RECLAIM =
      "worker(1).sh(\"cd /var/lib/cni/networks/cbr0; rm \" + String.join(\" \","
          + " addresses().of(worker(1).name()).leaked()))";

  private String exact() {
    return found().stream().findFirst().map(FoundCause::toString).orElse("nothing, now");
  }

  private Finding whole() {
    List<FoundCause> found = found();
    for (Node worker : List.of(scene.worker(1), scene.worker(2))) {
      Optional<String> instead = NodeCni.of(worker).inPlaceOfTheOriginal();
      if (instead.isPresent()) {
        return missed(worker.name() + ": " + instead.get(), Suggestions.LOOK_AT_CONFIGURATION);
      }
    }
    return found.isEmpty()
        ? met(scene.worker(1).name() + ", " + scene.worker(2).name())
        : missed(found.getFirst().node() + " is not healthy", Suggestions.REPAIR_THE_INCIDENT);
  }

  private Expectation repaired(String pod, int number) {
    return new Expectation(
        "incident " + number + ": " + pod + " is Ready and reaches both nettest pods",
        () -> reaches(pod, number),
        List.of(
            "Has the incident begun? incident(24, " + number + ") starts it.",
            "diagnose(\"" + pod + "\") says what Kubernetes knows, ping(…) what the network does.",
            "Fix what compare(worker(1), worker(2)) shows, and wait: awaitReady(\"" + pod + "\")"));
  }

  private Finding reaches(String name, int number) {
    Optional<Pod> pod = scene.find(name);
    if (pod.isEmpty()) {
      return missed("there is no pod of that name", Suggestions.startIncident(number));
    }
    if (!pod.get().isReady() || pod.get().hostNetwork()) {
      return missed(
          pod.get().state() + (pod.get().hostNetwork() ? ", in the node's own network" : ""),
          Suggestions.diagnose(name));
    }
    for (String target : List.of(Scene.NETTEST_1, Scene.NETTEST_2)) {
      String address = scene.ready(target).map(Pod::ip).orElse("");
      if (address.isEmpty()) {
        return missed(target + " is not Ready", Suggestions.diagnose(target));
      }
      Ping ping = scene.probes().ping(pod.get(), address, "-c 1 -W 1");
      if (!ping.succeeded()) {
        return missed("%s: %s".formatted(target, ping.summary()), Suggestions.REPAIR_THE_INCIDENT);
      }
    }
    return met(pod.get().ip() + " on " + pod.get().nodeName());
  }

  private Finding addresses() {
    for (NodeState worker : NodeState.workers(scene.workloads())) {
      if (!worker.leaked().isEmpty()) {
        return missed(
            "%s: %d, the first is %s"
                .formatted(
                    worker.node().name(), worker.leaked().size(), worker.leaked().getFirst()),
            Suggestions.LOOK_AT_ADDRESSES);
      }
      if (!worker.unnoted().isEmpty()) {
        return missed(
            "%s: pods have %s, but that is not noted"
                .formatted(worker.node().name(), worker.unnoted()),
            Suggestions.LOOK_AT_ADDRESSES);
      }
    }
    return met("they agree");
  }

  @Override
  public Leeway leeway() {
    return Leeway.NONE.adds(
        "* file /etc/cni/net.d/*",
        "* rule filter -A INPUT -p udp -m udp --dport 8472 *"); // one that drops is a fault found
  }

  @Override
  public String solution() {
    return """
    worker(2).sh("rm /etc/cni/net.d/05-cilium.conflist");
    worker(1).sh("cd /var/lib/cni/networks/cbr0; rm " + String.join(" ", addresses().of(worker(1).name()).leaked()));
    patch("kube-flannel/daemonset/kube-flannel-ds", "spec: {template: {spec: {nodeSelector: null}}}");
    for (var other : nodes().list())
        if (!other.name().equals(worker(1).name()))
            worker(1).sh("ip route add " + other.podCidr() + " via " + other.podCidr().replaceAll("/.*", "") + " dev flannel.1 onlink");
    worker(2).sh("iptables -D INPUT -p udp --dport 8472 -j DROP");
    worker(1).sh("cd /etc/cni/net.d && mv 10-flannel.conflist.old 10-flannel.conflist")\
    """;
  }
}
