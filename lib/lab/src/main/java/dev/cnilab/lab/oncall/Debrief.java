package dev.cnilab.lab.oncall;

import dev.cnilab.lab.fault.Action;
import dev.cnilab.lab.fault.Fault;
import dev.cnilab.lab.fault.FaultEvidence;
import dev.cnilab.lab.fault.Remedy;
import dev.cnilab.lab.oncall.incident.Case;
import dev.cnilab.lab.oncall.incident.Choices;
import dev.cnilab.lab.oncall.logbook.Played;
import dev.cnilab.lab.oncall.logbook.Times;
import dev.cnilab.lab.oncall.worth.Typed;
import dev.cnilab.lab.oncall.worth.Worth;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;

/**
 * The summary after an incident.
 *
 * @param diagnosis the assessment of the answer, in words
 * @param typed lines typed in the terminal of the incident
 * @param elsewhere lines typed in other terminals, as far as they are known
 */
record Debrief(
    Case here, Played played, String diagnosis, List<Typed> typed, List<Typed> elsewhere) {

  Debrief {
    typed = List.copyOf(typed);
    elsewhere = List.copyOf(elsewhere);
  }

  String text() {
    Fault fault = here.fault();
    StringJoiner text = new StringJoiner("\n");
    text.add(
        "It was: %s%s."
            .formatted(Choices.what(fault), fault.isNothing() ? "" : ", " + Choices.where(fault)));
    text.add("  diagnosis  " + diagnosis);
    text.add(
        "  repair     %s after %s%s"
            .formatted(
                played.repaired() ? "whole," : fault.isNothing() ? "none was needed; left" : "left",
                Times.inWords(played.toRepair()),
                played.refused() == 0
                    ? ""
                    : "; called resolved too early " + Times.often(played.refused())));
    add(text, "changed", here.changes(), "nothing else");
    add(text, "replaced", here.replaced(), "no pod");
    for (Remedy decoy : TriedDecoys.in(here)) {
      text.add("  no repair  %s: %s".formatted(decoy.title(), decoy.why()));
    }
    Worth worth = Worth.of(fault, here.whole(), here.broken());
    typed.forEach(each -> text.add("  typed      %-18s %s".formatted(worth.of(each), each.line())));
    elsewhere.forEach(
        each -> text.add("  elsewhere  %-18s %s".formatted(worth.of(each), each.line())));
    here.way().ifPresent(way -> add(text, "before", way.briefly(), "no packet"));
    here.wayNow().ifPresent(way -> add(text, "now", way.briefly(), "no packet"));
    fault.evidence().forEach(look -> text.add("  evidence   " + evidence(look)));
    shortest(fault).forEach(line -> text.add("  shortest   " + line));
    text.add("  modelled   on " + fault.source());
    text.add("  again      " + here.prepared().incident().typed());
    text.add(fault.debrief());
    return text.toString();
  }

  private static void add(StringJoiner text, String what, List<String> lines, String none) {
    text.add(
        "  %-10s %s"
            .formatted(what, lines.isEmpty() ? none : String.join("\n" + " ".repeat(13), lines)));
  }

  private static String evidence(FaultEvidence look) {
    return look.typed() + " shows " + look.words();
  }

  /** What has to be typed; a wait is none of it. */
  private static long steps(Remedy repair) {
    return repair.by().stream().filter(action -> !(action instanceof Action.Pause)).count();
  }

  private static List<String> shortest(Fault fault) {
    return fault.repairs().stream()
        .min(Comparator.comparingLong(Debrief::steps))
        .map(repair -> repair.by().stream().map(Action::typed).toList())
        .orElse(List.of("nothing is to be done"));
  }
}
