package dev.cnilab.lab.brokenworker;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import java.util.List;
import java.util.stream.IntStream;

/** Breaks a worker without saying how. */
public record BrokenWorkers(Scene scene) {

  /** The pods that the incidents cut off from their network, in order. */
  public static final List<String> PODS =
      IntStream.rangeClosed(1, BrokenWorker.COUNT).mapToObj(number -> "case-" + number).toList();

  /**
   * Starts an incident once the network is healthy.
   *
   * @param series any number; the same number gives the same six causes
   * @param number 1 to 6
   */
  public Reported start(long series, int number) {
    String tried = "could not start incident " + number;
    if (number < 1 || number > BrokenWorker.COUNT) {
      throw LabException.of(
          tried,
          "a series has the incidents 1 to " + BrokenWorker.COUNT,
          Suggestions.COPY_FROM_NOTEBOOK);
    }
    if (scene.awaitHealth().isPresent()) {
      throw LabException.of(
          tried, "a worker's pod network is still broken", Suggestions.REPAIR_THE_INCIDENT);
    }
    scene.nettest();
    BrokenWorker incident = BrokenWorker.series(series).get(number - 1);
    Node node = scene.worker(incident.worker());
    incident.cause().bringAbout(scene.changes(), node);
    String pod = PODS.get(number - 1);
    scene.restart(pod, node, "app=case");
    if (incident.cause().letsPodsStart()) {
      scene.waits().ready(pod);
    } else {
      scene.waits().startedOrWarned(pod);
    }
    return new Reported(number, pod, node.name());
  }
}
