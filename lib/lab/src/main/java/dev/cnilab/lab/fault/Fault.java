package dev.cnilab.lab.fault;

import java.util.List;
import java.util.Optional;

/**
 * Something that can be wrong with a pod network.
 *
 * @param name the file's, without its ending
 * @param report what a user says about it
 * @param level of difficulty, 1-5
 * @param domain of the certification exams: what it exercises
 * @param plugins those it applies to
 * @param proxies modes of kube-proxy that it applies to
 * @param source the public issue, incident or page that it is modelled on
 * @param given what is set up before, and is right
 * @param made how it is made
 * @param packet whose way it is about; none where no packet is lost
 * @param symptoms what proves that it took effect
 * @param controls what must work all the same
 * @param evidence what can be found
 * @param absent what must not be found
 * @param culprits the answer; none where nothing is wrong
 * @param repairs at least two ways to repair it
 * @param decoys at least three ways that do not
 * @param debrief what there is to learn from it
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
    List<Look> symptoms,
    List<Look> controls,
    List<Look> evidence,
    List<Look> absent,
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
