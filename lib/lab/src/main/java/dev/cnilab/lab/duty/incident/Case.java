package dev.cnilab.lab.duty.incident;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.fault.Fault;
import dev.cnilab.lab.fault.Look;
import dev.cnilab.lab.oncall.Differences;
import dev.cnilab.lab.oncall.Follower;
import dev.cnilab.lab.oncall.Judge;
import dev.cnilab.lab.oncall.Observer;
import dev.cnilab.lab.oncall.Operator;
import dev.cnilab.lab.oncall.Patience;
import dev.cnilab.lab.oncall.Snapshot;
import dev.cnilab.lab.oncall.Stage;
import dev.cnilab.lab.oncall.Verdict;
import dev.cnilab.lab.place.Pod;
import dev.cnilab.lab.trace.PacketTrace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An incident that is under way.
 *
 * @param whole how the cluster was set up before
 * @param broken how it was set up when the page came in
 * @param pods what ran then: names by uid
 * @param way of the fault's packet then; empty if it is not about one
 */
public record Case(
    Prepared prepared,
    Judge judge,
    Snapshot whole,
    Snapshot broken,
    Map<String, String> pods,
    Optional<PacketTrace> way) {

  private static final Duration TO_SHOW = Duration.ofMinutes(2);

  public Case {
    pods = Map.copyOf(pods);
  }

  static Case begun(Prepared prepared) {
    Stage stage = prepared.stage();
    Fault fault = prepared.fault();
    Snapshot before = Snapshot.of(stage.scene());
    Operator.on(stage).make(fault.made());
    Observer observer = Observer.on(stage);
    new Patience(stage.scene().cluster())
        .until(
            TO_SHOW,
            () ->
                fault.symptoms().stream()
                    .filter(look -> !look.isIn(observer.sees(look)))
                    .map(Look::toString)
                    .findFirst()
                    .orElse(""));
    Snapshot after = Snapshot.of(stage.scene());
    // What only looks wrong is right as it is.
    Snapshot whole = fault.isNothing() ? after : before;
    return new Case(
        prepared, new Judge(stage, whole), whole, after, pods(stage), way(stage, fault));
  }

  private static Optional<PacketTrace> way(Stage stage, Fault fault) {
    return fault.packet().map(packet -> Follower.on(stage).way(packet));
  }

  /** The way of the fault's packet as the cluster is now; empty if it is not about one. */
  public Optional<PacketTrace> wayNow() {
    return way(stage(), fault());
  }

  private static Map<String, String> pods(Stage stage) {
    Map<String, String> pods = new TreeMap<>();
    for (Pod pod : stage.scene().workloads().everywhere().list()) {
      pods.put(pod.uid(), pod.namespace() + "/" + pod.name());
    }
    return pods;
  }

  public Fault fault() {
    return prepared.fault();
  }

  public Stage stage() {
    return prepared.stage();
  }

  /** What becomes of the cluster as it was left. */
  public Verdict verdict() {
    return ClusterClock.jumping(prepared.further().cluster(), () -> judge.verdict());
  }

  /**
   * What somebody has changed who was to repair it, a line each: neither the fault, nor what undoes
   * it.
   */
  public List<String> changes() {
    Snapshot now = Snapshot.of(stage().scene());
    return Differences.ofNeither(now.changesSince(whole), now.changesSince(broken));
  }

  /** The pods of then that are gone. */
  public List<String> replaced() {
    Map<String, String> now = pods(stage());
    return pods.entrySet().stream()
        .filter(pod -> !now.containsKey(pod.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .toList();
  }

  /** Whether all pods of a name are others than then. */
  public boolean replaced(List<Pod> pods) {
    return !pods.isEmpty() && pods.stream().noneMatch(pod -> this.pods.containsKey(pod.uid()));
  }
}
