package dev.cnilab.lab.scene;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.problem.Suggestions;
import java.util.List;

/** The expectation that many steps share. */
public final class PodReady {

  private PodReady() {}

  /**
   * A pod is Ready and has an address.
   *
   * @param start the call that starts it
   */
  public static Expectation expect(Scene scene, String pod, String start) {
    return new Expectation(
        "pod " + pod + " is Ready and has an address",
        () -> look(scene, pod),
        List.of(
            "Is the pod there? If so, what is it waiting for?",
            "pods() lists what there is; diagnose(\"" + pod + "\") says what is wrong with it.",
            "Start it with " + start + " and wait with awaitReady(\"" + pod + "\")."));
  }

  public static Finding look(Scene scene, String pod) {
    return scene
        .find(pod)
        .map(
            there ->
                there.isReady()
                    ? met(there.ip() + " on " + there.nodeName())
                    : missed(there.state(), Suggestions.diagnose(pod)))
        .orElseGet(() -> missed("there is no pod of that name", Suggestions.LIST_PODS));
  }
}
