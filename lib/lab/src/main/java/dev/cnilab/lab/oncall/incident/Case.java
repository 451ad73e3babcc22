package dev.cnilab.lab.oncall.incident;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.fault.Fault;
import dev.cnilab.lab.fault.FaultEvidence;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.stage.ClusterSnapshot;
import dev.cnilab.lab.stage.Differences;
import dev.cnilab.lab.stage.Follower;
import dev.cnilab.lab.stage.Judge;
import dev.cnilab.lab.stage.Observer;
import dev.cnilab.lab.stage.Operator;
import dev.cnilab.lab.stage.Patience;
import dev.cnilab.lab.stage.Stage;
import dev.cnilab.lab.stage.StageVerdict;
import dev.cnilab.lab.trace.PacketTrace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An incident in progress.
 *
 * @param whole the cluster's configuration before the fault
 * @param broken the configuration when the page arrived
 * @param pods the pods at that time: names by UID
 * @param way the path of the fault's packet at that time; empty if the fault has none
 */
public record Case(
    Prepared prepared,
    Judge judge,
    ClusterSnapshot whole,
    ClusterSnapshot broken,
    Map<String, String> pods,
    Optional<PacketTrace> way) {

  private static final Duration TO_SHOW = Duration.ofMinutes(2);

  public Case {
    pods = Map.copyOf(pods);
  }

  static Case begun(Prepared prepared) {
    Stage stage = prepared.stage();
    Fault fault = prepared.fault();
    ClusterSnapshot before = ClusterSnapshot.of(stage.scene());
    Operator.on(stage).make(fault.made());
    Observer observer = Observer.on(stage);
    new Patience(stage.scene().cluster())
        .until(
            TO_SHOW,
            () ->
                fault.symptoms().stream()
                    .filter(look -> !look.isIn(observer.sees(look)))
                    .map(FaultEvidence::toString)
                    .findFirst()
                    .orElse(""));
    ClusterSnapshot after = ClusterSnapshot.of(stage.scene());
    // If nothing is really wrong, the present state is the right one.
    ClusterSnapshot whole = fault.isNothing() ? after : before;
    return new Case(
        prepared, new Judge(stage, whole), whole, after, pods(stage), way(stage, fault));
  }

  private static Optional<PacketTrace> way(Stage stage, Fault fault) {
    return fault.packet().map(packet -> Follower.on(stage).way(packet));
  }

  /** The present path of the fault's packet; empty if the fault has none. */
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

  /** The verdict on the cluster as it was left. */
  public StageVerdict verdict() {
    return ClusterClock.jumping(prepared.further().cluster(), () -> judge.verdict());
  }

  /** What the person on call has changed, one line each: neither the fault nor its repair. */
  public List<String> changes() {
    ClusterSnapshot now = ClusterSnapshot.of(stage().scene());
    return Differences.ofNeither(now.changesSince(whole), now.changesSince(broken));
  }

  /** The pods from the start that are gone. */
  public List<String> replaced() {
    Map<String, String> now = pods(stage());
    return pods.entrySet().stream()
        .filter(pod -> !now.containsKey(pod.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .toList();
  }

  /** Whether none of these pods existed at the start. */
  public boolean replaced(List<Pod> pods) {
    return !pods.isEmpty() && pods.stream().noneMatch(pod -> this.pods.containsKey(pod.uid()));
  }
}
