package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.network.VethPair;
import dev.cnilab.lab.network.VethPairs;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.PodReady;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;

/**
 * 10: the pod network as seen from the node: which pod a veth belongs to, and which bridge it is
 * attached to.
 */
record NodeSide(Scene scene) implements Step {

  private static final String NEWCOMER = "newcomer";

  @Override
  public String number() {
    return "10";
  }

  @Override
  public String title() {
    return "the node's side";
  }

  /** The bridge of worker 1 is deleted after nettest-1 was attached to it. */
  @Override
  public void begin() {
    scene.heal();
    scene.nettest();
    scene.worker(1).change("ip link delete cni0");
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "new-bridge",
            "cni0 of worker 1 was deleted, and a new pod created it again. What happened to"
                + " nettest-1?",
            List.of(
                "the new bridge has attached its veth: it works again",
                "it is Ready and cut off: its veth is attached to nothing",
                "the kubelet has restarted it"),
            this::newBridge),
        new Question(
            "outside",
            "A pod of worker 1 pings one on worker 2. What does tcpdump see on eth0 of worker 1?",
            List.of(
                "echo requests from pod to pod",
                "UDP packets from node to node, and the echo requests inside them",
                "nothing: the tunnel bypasses eth0"),
            this::outside));
  }

  private Observation newBridge() {
    Optional<Pod> newcomer = scene.ready(NEWCOMER);
    Optional<Pod> pod = scene.find(Scene.NETTEST_1);
    if (newcomer.isEmpty() || pod.isEmpty()) {
      return Observation.none("nettest-1 and newcomer are not both there");
    }
    Optional<VethPair> pair = vethPairs().of(Scene.NETTEST_1);
    boolean plugged = pair.filter(VethPair::isPlugged).isPresent();
    return new Observation(
        plugged ? "a" : pod.get().isReady() ? "b" : "c",
        pod.get() + "; its veth pair: " + pair.map(VethPair::fault).orElse("not there"));
  }

  private Observation outside() {
    Node node = scene.worker(1);
    String to = scene.ready(Scene.NETTEST_2).map(Pod::ip).orElse("");
    if (to.isEmpty()) {
      return Observation.none("nettest-2 is not Ready");
    }
    String seen =
        node.sh(
                "timeout 3 tcpdump -ni eth0 -c 2 udp port 8472 2>/dev/null & sleep 1; ping -c 1 -W"
                    + " 1 "
                    + to
                    + " >/dev/null; wait")
            .out();
    String first = seen.lines().findFirst().orElse("");
    if (first.isEmpty()) {
      return Observation.none("tcpdump has seen nothing");
    }
    return new Observation(first.contains(".8472:") ? "b" : "a", first.replaceAll("^\\S+ ", ""));
  }

  private VethPairs vethPairs() {
    return VethPairs.of(scene.workloads(), scene.worker(1));
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        PodReady.onWorker1(scene, Scene.NETTEST_1, "apply(\"manifests/nettest-1.yaml\")"),
        PodReady.onWorker1(scene, NEWCOMER, "run(\"newcomer\", worker(1))"),
        new Expectation(
            "every veth pair of worker 1 is plugged into the bridge cni0",
            this::plugged,
            List.of(
                "Compare the ports of the bridge with the pods of the node.",
                "vethPairs(worker(1)) shows the veth that is a port of nothing.",
                "worker(1).sh(\"ip link set NAME master cni0\"), or delete the pod and start it"
                    + " again.")),
        new Expectation(
            "nettest-1 reaches newcomer on its node, and nettest-2 on the other",
            this::reaches,
            List.of(
                "Which part of the way is common to both pings, and which is not?",
                "ping(\"nettest-1\", \"newcomer\") crosses the bridge only.",
                "begin(\"10\") starts again; then attach the veth to cni0.")));
  }

  private Finding plugged() {
    VethPairs pairs = vethPairs();
    List<String> out =
        pairs.list().stream()
            .filter(
                pair ->
                    !pair.isPlugged()
                        || pair.nodeEnd().filter(end -> end.master().equals("cni0")).isEmpty())
            .map(
                pair ->
                    pair.pod()
                        + ": "
                        + (pair.fault().isEmpty()
                            ? "in " + pair.nodeEnd().orElseThrow().master()
                            : pair.fault()))
            .toList();
    if (pairs.list().isEmpty()) {
      return missed("no pod on " + pairs.node().name() + " has a veth pair", Suggestions.LIST_PODS);
    }
    return out.isEmpty()
        ? met(pairs.list().size() + " veth pairs")
        : missed(String.join("; ", out), Suggestions.COMPARE_PORTS);
  }

  private Finding reaches() {
    Optional<Pod> from = scene.ready(Scene.NETTEST_1);
    for (String to : List.of(NEWCOMER, Scene.NETTEST_2)) {
      Optional<Pod> there = scene.ready(to);
      if (from.isEmpty() || there.isEmpty()) {
        return missed("nettest-1 and " + to + " are not both Ready", Suggestions.LIST_PODS);
      }
      Ping ping = scene.ping(from.get(), there.get().ip());
      if (!ping.succeeded()) {
        return missed(to + ": " + ping.summary(), Suggestions.COMPARE_PORTS);
      }
    }
    return met("both answer");
  }

  @Override
  public String solution() {
    return """
    worker(1).sh("for v in $(ip -br link show type veth | grep -o '^veth[^@]*'); do ip link set $v master cni0; done")\
    """;
  }
}
