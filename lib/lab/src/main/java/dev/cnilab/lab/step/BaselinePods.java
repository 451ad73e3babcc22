package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.PodReady;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;

/** 02: two pods on two nodes, and the origin of their addresses. */
record BaselinePods(Scene scene) implements Step {

  @Override
  public String number() {
    return "02";
  }

  @Override
  public String title() {
    return "two pods, two addresses";
  }

  @Override
  public void begin() {
    scene.heal();
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "range",
            "nettest-1 is about to start. Which range will its address be from?",
            List.of(
                "one range for the whole cluster, in the order pods start",
                "the range of the node it lands on",
                "the range of the nodes' own network"),
            this::range));
  }

  private Observation range() {
    return scene
        .ready(Scene.NETTEST_1)
        .map(this::range)
        .orElse(Observation.none("there is no Ready pod nettest-1"));
  }

  private Observation range(Pod pod) {
    Node node = node(pod);
    String seen =
        "%s has %s; podCIDR of %s is %s"
            .formatted(pod.name(), pod.ip(), node.name(), node.podCidr());
    return new Observation(node.owns(pod.ip()) ? "b" : "a", seen);
  }

  private Node node(Pod pod) {
    return scene.workloads().nodes().find(pod.nodeName());
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        PodReady.expect(scene, Scene.NETTEST_1, "apply(\"manifests/nettest-1.yaml\")"),
        PodReady.expect(scene, Scene.NETTEST_2, "apply(\"manifests/nettest-2.yaml\")"),
        new Expectation(
            "both carry the label app=nettest",
            this::labels,
            List.of(
                "A policy or a Service of a later step finds the pods by a label.",
                "pod(\"nettest-2\").labels() shows what it carries.",
                "Start it as run(\"nettest-2\", worker(2), \"app=nettest\").")),
        new Expectation(
            "they are on two different workers",
            this::apart,
            List.of(
                "A pod stays on its node for life. To move one, delete it and create it again.",
                "Say where it must not run (podAntiAffinity) or where it must run (nodeSelector).",
                "delete(\"pod/nettest-2\"), then apply(\"manifests/nettest-2.yaml\")")),
        new Expectation(
            "each address is from the range of its node",
            this::ranges,
            List.of(
                "Compare the pods' addresses with the nodes' podCIDR.",
                "A pod with hostNetwork has its node's address; the plugin is never called.",
                "Start both without hostNetwork.")));
  }

  private Finding labels() {
    List<Pod> without =
        both().stream().filter(pod -> !"nettest".equals(pod.labels().get("app"))).toList();
    return without.isEmpty() && both().size() == 2
        ? met("app=nettest")
        : missed(
            without.isEmpty()
                ? "not both pods exist"
                : without.getFirst().name() + " carries " + without.getFirst().labels(),
            Suggestions.LIST_PODS);
  }

  private Finding apart() {
    List<String> nodes = both().stream().map(Pod::nodeName).toList();
    List<String> tainted =
        both().stream()
            .filter(pod -> !pod.nodeName().isEmpty() && !node(pod).taints().isEmpty())
            .map(Pod::toString)
            .toList();
    if (!tainted.isEmpty()) {
      return missed(
          tainted.getFirst() + "; that node keeps ordinary pods away", Suggestions.KEEP_APART);
    }
    return nodes.stream().distinct().count() == 2 && !nodes.contains("")
        ? met(String.join(" and ", nodes))
        : missed("they are on " + nodes, Suggestions.KEEP_APART);
  }

  private Finding ranges() {
    Optional<Pod> outside =
        both().stream().filter(pod -> pod.ip().isEmpty() || !node(pod).owns(pod.ip())).findFirst();
    if (both().size() < 2) {
      return missed("not both pods exist", Suggestions.LIST_PODS);
    }
    return outside
        .map(
            pod -> missed(pod.name() + " has '" + pod.ip() + "'", Suggestions.diagnose(pod.name())))
        .orElseGet(() -> met(String.join(" and ", both().stream().map(Pod::ip).toList())));
  }

  private List<Pod> both() {
    return scene.workloads().pods().list().stream()
        .filter(pod -> List.of(Scene.NETTEST_1, Scene.NETTEST_2).contains(pod.name()))
        .toList();
  }

  @Override
  public String solution() {
    return """
    apply("manifests/nettest-2.yaml");
    awaitReady("nettest-1", "nettest-2")\
    """;
  }
}
