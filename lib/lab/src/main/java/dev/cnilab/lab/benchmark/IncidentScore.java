package dev.cnilab.lab.benchmark;

import dev.cnilab.lab.fault.Culprit;
import dev.cnilab.lab.oncall.incident.Case;
import dev.cnilab.lab.oncall.incident.Incident;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The score of a program for an incident.
 *
 * @param diagnosed whether it named all causes and places, one of them first, with few wrong ones
 * @param evidence whether it quotes evidence that exists
 * @param complaint what is still broken at the end; empty if the cluster is healthy
 * @param damage what is neither as it was before nor as the fault left it, one line each
 * @param replaced pods that are gone
 * @param commands of the program, counted as in {@link Commands}
 * @param refused requests beyond its budget of commands
 * @param seconds the program took; not part of the score
 */
record IncidentScore(
    Incident incident,
    boolean diagnosed,
    boolean evidence,
    String complaint,
    List<String> damage,
    List<String> replaced,
    int commands,
    int refused,
    double seconds) {

  /** The number of wrong answers allowed besides the right ones. */
  private static final int GUESSES = 2;

  IncidentScore {
    damage = List.copyOf(damage);
    replaced = List.copyOf(replaced);
  }

  static IncidentScore of(Case here, ProgramReply reply, Commands commands, double seconds) {
    return new IncidentScore(
        here.prepared().incident(),
        isRight(here.fault().culprits(), reply.culprits()),
        here.fault().evidence().stream()
            .anyMatch(look -> reply.evidence().stream().anyMatch(look::isIn)),
        here.verdict().complaint(),
        here.changes(),
        here.replaced(),
        commands.counted(),
        commands.refused(),
        seconds);
  }

  static boolean isRight(List<Culprit> wanted, List<Culprit> said) {
    return wanted.isEmpty()
        ? said.isEmpty()
        : !said.isEmpty()
            && wanted.contains(said.getFirst())
            && said.containsAll(wanted)
            && said.size() <= wanted.size() + GUESSES;
  }

  boolean repaired() {
    return complaint.isEmpty();
  }

  String line() {
    return "%-30s %-16s %5d  %-9s %-8s %-8s %8d %6.1f s"
        .formatted(
            incident.fault().name(),
            incident.ground(),
            incident.seed(),
            diagnosed ? "right" : "wrong",
            repaired() ? "whole" : "not",
            damaged(),
            commands,
            seconds);
  }

  private String damaged() {
    return switch (damage.size()) {
      case 0 -> "none";
      case 1 -> "1 thing";
      default -> damage.size() + " things";
    };
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("fault", incident.fault().name());
    fields.put("plugin", incident.plugin());
    fields.put("proxy", incident.ground().proxy());
    fields.put("seed", incident.seed());
    fields.put("level", incident.fault().level());
    fields.put("diagnosed", diagnosed);
    fields.put("evidence", evidence);
    fields.put("repaired", repaired());
    fields.put("complaint", complaint);
    fields.put("damage", damage);
    fields.put("replaced", replaced);
    fields.put("commands", commands);
    fields.put("refused", refused);
    fields.put("seconds", seconds);
    return fields;
  }
}
