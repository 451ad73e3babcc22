package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.network.Interface;
import dev.cnilab.lab.network.Ping;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.PodReady;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;

/** 04: a pod whose veth pair is down, its namespace, and the other end on the node. */
record InsideThePod(Scene scene) implements Step {

  @Override
  public String number() {
    return "04";
  }

  @Override
  public String title() {
    return "inside the pod's network namespace";
  }

  /**
   * The node's end of nettest-1's veth pair is down: the pod is Ready and has an address, but is
   * cut off.
   */
  @Override
  public void begin() {
    scene.heal();
    scene.nettest();
    Pod pod = scene.workloads().pod(Scene.NETTEST_1);
    Interface end = scene.nodeEnd(pod);
    scene.workloads().nodes().find(pod.nodeName()).change("ip link set " + end.name() + " down");
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "still-ready",
            "Nobody can reach nettest-1. What does Kubernetes say about it?",
            List.of(
                "Running and Ready, as before",
                "Running, but not Ready",
                "Error, and it gets restarted"),
            this::stillReady),
        new Question(
            "carrier",
            "A veth pair has two ends. If one end on the node is switched off, what does eth0 in"
                + " the pod show?",
            List.of(
                "UP, as if nothing had happened",
                "switched on, but without a carrier",
                "switched off, too"),
            this::carrier));
  }

  private Observation stillReady() {
    return scene
        .find(Scene.NETTEST_1)
        .map(
            pod ->
                new Observation(pod.isReady() ? "a" : pod.isRunning() ? "b" : "c", pod.toString()))
        .orElse(Observation.none("there is no pod nettest-1"));
  }

  private Observation carrier() {
    return eth0()
        .map(
            eth0 ->
                new Observation(
                    !eth0.isUp() ? "c" : eth0.hasCarrier() ? "a" : "b",
                    "eth0 <%s> state %s".formatted(String.join(",", eth0.flags()), eth0.state())))
        .orElse(Observation.none("nettest-1 has no eth0"));
  }

  private Optional<Interface> eth0() {
    return scene.ready(Scene.NETTEST_1).flatMap(pod -> scene.probes().interfaces(pod).find("eth0"));
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        PodReady.expect(scene, Scene.NETTEST_1, "apply(\"manifests/nettest-1.yaml\")"),
        new Expectation(
            "eth0 of nettest-1 is up and has a carrier",
            this::hasCarrier,
            List.of(
                "Compare `ip link show` in nettest-1 and in nettest-2, word by word.",
                "The number behind eth0@if is the index of the other end, in the node's namespace.",
                "Find that index with interfaces(worker(1)), then worker(1).sh(\"ip link set NAME"
                    + " up\").")),
        new Expectation(
            "nettest-1 reaches nettest-2",
            this::reaches,
            List.of(
                "The veth pair is one part of the way. What else does a packet need?",
                "routes(\"nettest-1\") and neighbours(\"nettest-1\") show the next hop and its"
                    + " MAC.",
                "begin(\"04\") puts everything but the veth pair back.")));
  }

  private Finding hasCarrier() {
    Optional<Interface> eth0 = eth0();
    if (eth0.isEmpty()) {
      return missed("nettest-1 is not Ready or has no eth0", Suggestions.LIST_PODS);
    }
    String seen = "<" + String.join(",", eth0.get().flags()) + "> state " + eth0.get().state();
    return eth0.get().isUp() && eth0.get().hasCarrier()
        ? met(seen)
        : missed(seen, Suggestions.FIND_THE_OTHER_END);
  }

  private Finding reaches() {
    Optional<Pod> from = scene.ready(Scene.NETTEST_1);
    Optional<Pod> to = scene.ready(Scene.NETTEST_2);
    if (from.isEmpty() || to.isEmpty()) {
      return missed("nettest-1 and nettest-2 are not both Ready", Suggestions.LIST_PODS);
    }
    Ping ping = scene.ping(from.get(), to.get().ip());
    return ping.succeeded()
        ? met(ping.summary())
        : missed(ping.summary(), Suggestions.FIND_THE_OTHER_END);
  }

  @Override
  public String solution() {
    return """
    int index = interfaces("nettest-1").find("eth0").get().peerIndex();
    var end = interfaces(worker(1)).find(index).get();
    worker(1).sh("ip link set " + end.name() + " up");
    ping("nettest-1", "nettest-2")\
    """;
  }
}
