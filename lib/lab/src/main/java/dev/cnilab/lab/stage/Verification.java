package dev.cnilab.lab.stage;

import dev.cnilab.lab.diagnosis.Findings;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.fault.Culprit;
import dev.cnilab.lab.fault.Fault;
import dev.cnilab.lab.fault.FaultEvidence;
import dev.cnilab.lab.fault.Remedy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Proves a fault on a stage: it breaks what it should, its repairs repair that, its decoys do not.
 */
public final class Verification {

  private static final Duration TO_SHOW = Duration.ofMinutes(2);

  private static final int LONGEST = 900;

  private final Stage stage;
  private final Observer observer;
  private final Operator operator;
  private final Patience patience;
  private final Fault fault;
  private final Judge judge;

  /** What a cluster's past shows, as on a real one, is not caused by the fault. */
  private final List<FaultEvidence> past;

  private Verification(Stage stage, Fault fault, Judge judge) {
    this.stage = stage;
    this.patience = new Patience(stage.scene().cluster());
    this.observer = Observer.on(stage);
    this.operator = Operator.on(stage);
    this.fault = fault;
    this.judge = judge;
    this.past = fault.absent().stream().filter(look -> look.isIn(observer.sees(look))).toList();
  }

  /** Proves a fault on a fresh stage. */
  public static ProofResult of(Fault fault, Stage stage) {
    try {
      Operator.on(stage).make(fault.given());
      Judge judge = new Judge(stage, ClusterSnapshot.of(stage.scene()));
      String sick =
          new Patience(stage.scene().cluster())
              .until(Judge.TO_SETTLE, () -> judge.complaint().orElse(""));
      String found = diagnosed(stage);
      return sick.isEmpty() && found.isEmpty()
          ? new Verification(stage, fault, judge).run()
          : new ProofResult("before the fault: " + sick + found, found.isEmpty(), false);
    } catch (LabException failed) {
      return new ProofResult(String.valueOf(failed.getMessage()), false, false);
    }
  }

  private ProofResult run() {
    Optional<String> wrong =
        fault.repairs().stream()
            .map(repair -> broken().or(() -> repaired(repair)))
            .flatMap(Optional::stream)
            .findFirst()
            .or(this::broken)
            .or(this::misdiagnosed);
    return wrong
        .map(found -> new ProofResult(found, true, false))
        .orElseGet(() -> new ProofResult(decoysRefused().orElse(""), true, true));
  }

  /**
   * The diagnosis, if it is not exactly what is wrong, most likely cause first. It may take time:
   * the symptom may be an event of an earlier round, and this round's pods may not have failed yet.
   */
  private Optional<String> misdiagnosed() {
    String wrong = patience.until(TO_SHOW, this::misdiagnosis);
    return wrong.isEmpty() ? Optional.empty() : Optional.of(wrong);
  }

  private String misdiagnosis() {
    List<Culprit> found =
        Findings.on(stage.scene().cluster(), stage.scene().workloads()).causes().stream()
            .map(cause -> new Culprit(cause.cause(), cause.where()))
            .toList();
    boolean right =
        found.containsAll(fault.culprits())
            && found.stream().limit(1).allMatch(fault.culprits()::contains);
    return right ? "" : "diagnosed: " + found;
  }

  private Optional<String> broken() {
    operator.make(fault.made());
    return all(fault.symptoms(), "symptom")
        .or(() -> all(fault.controls(), "control"))
        .or(() -> all(fault.evidence(), "evidence"))
        .or(this::present)
        .or(() -> misled(false));
  }

  /**
   * The path of the fault's packet, if it is answered where it must not be, or the other way round.
   * A real cluster does not show it.
   */
  private Optional<String> misled(boolean answered) {
    return fault
        .packet()
        .filter(packet -> stage.scene().cluster().servesLabGroup())
        .map(packet -> Follower.on(stage).way(packet))
        .filter(way -> way.isAnswered() != answered)
        .map(
            way -> "packet: it is%s answered: %s".formatted(answered ? " not" : "", way.briefly()));
  }

  private Optional<String> all(List<FaultEvidence> looks, String what) {
    return looks.stream().map(look -> missing(look, what)).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> missing(FaultEvidence look, String what) {
    String[] last = {""};
    String missing =
        patience.until(
            TO_SHOW,
            () -> {
              last[0] = observer.sees(look);
              return look.isIn(last[0]) ? "" : last[0] + " ";
            });
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("%s: %s, but: %s".formatted(what, look, end(last[0].strip())));
  }

  private static String end(String text) {
    return text.length() > LONGEST ? "…" + text.substring(text.length() - LONGEST) : text;
  }

  /** What was found but must not be. */
  private Optional<String> present() {
    return fault.absent().stream()
        .filter(look -> !past.contains(look) && look.isIn(observer.sees(look)))
        .findFirst()
        .map(look -> "absent: " + look);
  }

  private Optional<String> repaired(Remedy repair) {
    operator.make(repair.by());
    Optional<String> complaint =
        Optional.of(judge.verdict().complaint()).filter(found -> !found.isEmpty());
    return complaint
        .or(() -> misled(true))
        .map(found -> "repair '%s': %s".formatted(repair.title(), found));
  }

  /** The findings of a diagnosis, in words; empty if there are none. */
  private static String diagnosed(Stage stage) {
    Findings findings = Findings.on(stage.scene().cluster(), stage.scene().workloads());
    return findings.healthy()
        ? ""
        : findings.causes().isEmpty()
            ? "not looked at: " + findings.unseen()
            : "diagnosed " + findings.causes();
  }

  private Optional<String> decoysRefused() {
    ClusterSnapshot broken = ClusterSnapshot.of(stage.scene());
    if (patience.costsTime()) {
      return decoysRefusedTogether(broken);
    }
    for (Remedy decoy : fault.decoys()) {
      Judge here = judge.overlooking(ClusterSnapshot.of(stage.scene()).changesSince(broken));
      operator.make(decoy.by());
      patience.pass(Judge.TO_SETTLE);
      if (here.complaint().isEmpty()) {
        return Optional.of("decoy '%s' repairs it".formatted(decoy.title()));
      }
    }
    return Optional.empty();
  }

  /** Tries all decoys with one shared wait; on the embedded cluster each is tried alone. */
  private Optional<String> decoysRefusedTogether(ClusterSnapshot broken) {
    List<Remedy> others = fault.decoys().subList(0, fault.decoys().size() - 1);
    others.forEach(decoy -> operator.make(decoy.by()));
    Judge here = judge.overlooking(ClusterSnapshot.of(stage.scene()).changesSince(broken));
    operator.make(fault.decoys().getLast().by());
    patience.pass(Judge.TO_SETTLE);
    return here.complaint().isEmpty()
        ? Optional.of("one of the decoys repairs it")
        : Optional.empty();
  }
}
