package dev.cnilab.lab.health;

import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.workload.Event;
import dev.cnilab.lab.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Diagnoses a pod or a node from what can be observed, with evidence. */
public final class Doctor {

  private final Workloads workloads;

  public Doctor(Workloads workloads) {
    this.workloads = workloads;
  }

  /**
   * Diagnoses from the API server alone: the pod's state, its last warning, its node's condition.
   */
  public Diagnosis glance(Pod pod) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence("status of pod " + pod.name(), pod.state(), ""));
    node(pod).filter(node -> !node.isReady()).map(Doctor::condition).ifPresent(evidence::add);
    Optional<Event> warning = workloads.events(pod).latestWarning();
    warning.map(Doctor::event).ifPresent(evidence::add);
    return conclude("pod/" + pod.name(), pod.isReady(), evidence);
  }

  /** Also reads the files of the pod's node. */
  public Diagnosis examine(Pod pod) {
    Diagnosis glance = glance(pod);
    List<Evidence> evidence = new ArrayList<>(glance.evidence());
    node(pod).map(NodeCni::of).map(Doctor::files).ifPresent(evidence::add);
    return conclude(glance.about(), glance.healthy(), evidence);
  }

  /** Diagnoses a node from its condition and its CNI files. */
  public Diagnosis examine(Node node) {
    return conclude(
        "node/" + node.name(), node.isReady(), List.of(condition(node), files(NodeCni.of(node))));
  }

  private Optional<Node> node(Pod pod) {
    return pod.nodeName().isEmpty()
        ? Optional.empty()
        : Optional.of(workloads.nodes().find(pod.nodeName()));
  }

  private static Evidence condition(Node node) {
    return evidence("condition Ready of node " + node.name(), node.readyMessage());
  }

  private static Evidence event(Event event) {
    return evidence("event " + event.reason() + ", ×" + event.count(), event.shortMessage());
  }

  private static Evidence files(NodeCni files) {
    return new Evidence(
        "CNI files of node " + files.node(),
        files.problem().orElse("nothing wrong to be seen"),
        "");
  }

  private static Evidence evidence(String where, String says) {
    return new Evidence(where, says, Symptom.of(says).map(Symptom::meaning).orElse(""));
  }

  private static Diagnosis conclude(String about, boolean healthy, List<Evidence> evidence) {
    if (healthy) {
      return new Diagnosis(about, true, "Ready; Kubernetes sees nothing wrong.", evidence, "");
    }
    Optional<Symptom> symptom =
        evidence.stream().flatMap(each -> Symptom.of(each.says()).stream()).findFirst();
    return new Diagnosis(
        about,
        false,
        symptom.map(Symptom::meaning).orElse("Not Ready, and nothing known explains it."),
        evidence,
        symptom.map(Symptom::suggestion).orElse(Suggestions.LOOK_AT_CONTAINERD));
  }
}
