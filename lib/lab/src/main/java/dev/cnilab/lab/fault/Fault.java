package dev.cnilab.lab.fault;

import java.util.List;
import java.util.Optional;

/**
 * A fault of a pod network.
 *
 * @param name the file's name, without its extension
 * @param report a user's report of it
 * @param level of difficulty, 1-5
 * @param domain the domain of the certification exams that it exercises
 * @param plugins the plugins it applies to
 * @param proxies the modes of kube-proxy it applies to
 * @param source the public issue, incident or page that it is modelled on
 * @param given what is set up before, correctly
 * @param made how it is made
 * @param packet the packet it affects; none if no packet is lost
 * @param symptoms proofs that it took effect
 * @param controls what must still work
 * @param evidence what must be found
 * @param absent what must not be found
 * @param culprits the answer; none if nothing is wrong
 * @param repairs at least two ways to repair it
 * @param decoys at least three ways that do not repair it
 * @param debrief the lesson to learn from it
 */
public record Fault(
    String name,
    String title,
    String report,
    int level,
    String domain,
    List<String> plugins,
    List<String> proxies,
    String source,
    List<Action> given,
    List<Action> made,
    Optional<Packet> packet,
    List<FaultEvidence> symptoms,
    List<FaultEvidence> controls,
    List<FaultEvidence> evidence,
    List<FaultEvidence> absent,
    List<Culprit> culprits,
    List<Remedy> repairs,
    List<Remedy> decoys,
    String debrief) {

  public Fault {
    plugins = List.copyOf(plugins);
    proxies = List.copyOf(proxies);
    given = List.copyOf(given);
    made = List.copyOf(made);
    symptoms = List.copyOf(symptoms);
    controls = List.copyOf(controls);
    evidence = List.copyOf(evidence);
    absent = List.copyOf(absent);
    culprits = List.copyOf(culprits);
    repairs = List.copyOf(repairs);
    decoys = List.copyOf(decoys);
  }

  /** Whether it only sounds as if something were wrong. */
  public boolean isNothing() {
    return culprits.isEmpty();
  }
}
