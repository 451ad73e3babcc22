package dev.cnilab.lab.stage;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.fault.Action;
import dev.cnilab.lab.kubectl.ObjectChanges;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.workload.Workloads;
import java.time.Duration;
import java.util.List;

/** Makes the changes in a fault's file, with the means that a person has. */
public record Operator(
    Workloads workloads, ObjectChanges changes, Observer observer, Patience patience) {

  /** Creates an operator for a stage. */
  public static Operator on(Stage stage) {
    return new Operator(
        stage.scene().workloads(),
        stage.scene().changes(),
        Observer.on(stage),
        new Patience(stage.scene().cluster()));
  }

  /** Makes changes, in order. */
  public void make(List<Action> actions) {
    actions.forEach(this::make);
  }

  private void make(Action action) {
    switch (action) {
      case Action.OnNode on -> workloads.nodes().find(on.node()).change(on.line());
      case Action.InPod in -> inPod(in);
      case Action.Apply apply -> changes.apply(apply.manifest());
      case Action.Patch patch -> changes.patch(patch.resource(), patch.fields());
      case Action.Delete delete -> changes.delete(delete.resource());
      case Action.DeletePods pods -> deletePods(PodName.of(pods.pods()));
      case Action.Pause pause -> patience.pass(Duration.ofSeconds(pause.seconds()));
    }
  }

  private void inPod(Action.InPod in) {
    Pod pod =
        observer.pods(PodName.of(in.pod())).stream()
            .findFirst()
            .orElseThrow(() -> LabException.of("could not run " + in.line(), "no such pod", ""));
    pod.sh(in.line());
  }

  private void deletePods(PodName name) {
    for (Pod pod : observer.pods(name)) {
      changes.delete(pod.namespace() + "/pod/" + pod.name());
    }
  }
}
