package dev.cnilab.cluster.scheduler.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.ArrayList;
import java.util.List;

/** How evenly similar pods should be spread over the domains of a node label. */
public record SpreadConstraint(KubeObject owner, JsonNode json, SelectedPods selected) {
  /** What happens if the skew would be too large. */
  public enum Action {
    DO_NOT_SCHEDULE("DoNotSchedule"),
    SCHEDULE_ANYWAY("ScheduleAnyway");

    private final String word;

    Action(String word) {
      this.word = word;
    }
  }

  static List<SpreadConstraint> of(KubeObject pod) {
    List<SpreadConstraint> all = new ArrayList<>();
    for (JsonNode each : pod.at("/spec/topologySpreadConstraints")) {
      all.add(new SpreadConstraint(pod, each, SelectedPods.of(each, pod)));
    }
    return all;
  }

  public boolean is(Action action) {
    return json.path("whenUnsatisfiable").asText().equals(action.word);
  }

  public String topologyKey() {
    return json.path("topologyKey").asText();
  }

  public int maxSkew() {
    return json.path("maxSkew").asInt();
  }

  /** With fewer domains than this, the minimum is taken to be zero. */
  public int minDomains() {
    return json.path("minDomains").asInt(1);
  }

  /** Whether nodes that the pod's selector and affinity exclude are ignored. */
  public boolean honorsAffinity() {
    return !json.path("nodeAffinityPolicy").asText("Honor").equals("Ignore");
  }

  /** Whether nodes with taints that the pod does not tolerate are ignored. */
  public boolean honorsTaints() {
    return json.path("nodeTaintsPolicy").asText("Ignore").equals("Honor");
  }

  /** Whether a pod counts for the constraint. */
  public boolean matches(KubeObject pod) {
    return pod.namespace().equals(owner.namespace()) && selected.has(pod);
  }
}
