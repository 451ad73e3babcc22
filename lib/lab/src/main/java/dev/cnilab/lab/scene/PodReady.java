package dev.cnilab.lab.scene;

import static dev.cnilab.lab.course.Finding.met;
import static dev.cnilab.lab.course.Finding.missed;

import dev.cnilab.lab.course.Expectation;
import dev.cnilab.lab.course.Finding;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.shell.Pod;
import java.util.List;

/** An expectation that many steps share. */
public final class PodReady {

  private PodReady() {}

  /**
   * Expects that a pod is Ready and has an address from its network.
   *
   * @param start the call that starts it
   */
  public static Expectation expect(Scene scene, String pod, String start) {
    return new Expectation(
        "pod " + pod + " is Ready and has an address", () -> look(scene, pod), hints(pod, start));
  }

  /**
   * The same on worker 1, where it must run to show that the worker is repaired.
   *
   * @param start the call that starts it
   */
  public static Expectation onWorker1(Scene scene, String pod, String start) {
    return new Expectation(
        "pod " + pod + " is Ready on worker 1 and has an address",
        () -> {
          String worker = scene.worker(1).name();
          Finding ready = look(scene, pod);
          String node = scene.find(pod).map(Pod::nodeName).orElse("");
          return !ready.met() || node.equals(worker)
              ? ready
              : missed("it is on " + node + ", not on " + worker, Suggestions.LIST_PODS);
        },
        hints(pod, start));
  }

  private static List<String> hints(String pod, String start) {
    return List.of(
        "Is the pod there? If so, what is it waiting for?",
        "pods() lists what there is; diagnose(\"" + pod + "\") says what is wrong with it.",
        "Start it with " + start + " and wait with awaitReady(\"" + pod + "\").");
  }

  private static Finding look(Scene scene, String pod) {
    Finding ready = anywhere(scene, pod);
    return ready.met() && scene.find(pod).filter(Pod::hostNetwork).isPresent()
        ? missed("it uses its node's network", Suggestions.LIST_PODS)
        : ready;
  }

  /** Whether a pod is Ready, in any network. */
  public static Finding anywhere(Scene scene, String pod) {
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
