package dev.cnilab.lab.step;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.question.Observation;
import dev.cnilab.lab.question.Question;
import dev.cnilab.lab.scene.PodReady;
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
    return List.of(PodReady.onWorker1(scene, HELLO, "run(\"hello\", worker(1))"));
  }

  @Override
  public String solution() {
    return """
    run("hello", worker(1));
    awaitReady("hello")\
    """;
  }
}
