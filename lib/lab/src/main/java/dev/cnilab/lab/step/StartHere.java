package dev.cnilab.lab.step;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.problem.Suggestions;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.Scene;
import java.util.List;

/** 00: the cluster, and how a step works. */
record StartHere(Scene scene) implements Step {

  private static final String HELLO = "hello";

  @Override
  public String number() {
    return "00";
  }

  @Override
  public String title() {
    return "start here";
  }

  @Override
  public void begin() {
    scene.heal();
    scene.removeAllBut();
  }

  @Override
  public List<Question> questions() {
    return List.of(
        new Question(
            "hello",
            "A new pod asks for nothing special. Who gives it its IP address?",
            List.of(
                "the API server, when the pod is created",
                "the scheduler, when it picks a node",
                "a CNI plugin, on the node, when the pod starts"),
            this::whoGivesTheAddress));
  }

  private Observation whoGivesTheAddress() {
    return scene
        .ready(HELLO)
        .map(
            pod ->
                new Observation(
                    "c",
                    "`hello` was created and bound to %s without an address; it got %s when it started there"
                        .formatted(pod.nodeName(), pod.ip())))
        .orElse(Observation.none("there is no Ready pod `hello`"));
  }

  @Override
  public List<Expectation> expectations() {
    return List.of(
        new Expectation(
            "a pod named hello is Ready and has an address",
            this::hello,
            List.of(
                "The cell above the check is yours: it starts a pod.",
                "`help(\"run\")` shows how to start one on a node.",
                "Call run(\"hello\", worker(1)) and then awaitReady(\"hello\").")));
  }

  private Finding hello() {
    return scene
        .find(HELLO)
        .map(
            pod ->
                pod.isReady()
                    ? met(pod.ip() + " on " + pod.nodeName())
                    : missed(pod.state(), Suggestions.diagnose(HELLO)))
        .orElseGet(() -> missed("no pod of that name", Suggestions.LIST_PODS));
  }

  @Override
  public String solution() {
    return """
        run("hello", worker(1));
        awaitReady("hello")""";
  }
}
