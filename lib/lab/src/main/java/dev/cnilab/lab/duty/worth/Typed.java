package dev.cnilab.lab.duty;

import dev.cnilab.lab.fault.Fault;
import dev.cnilab.lab.fault.Look;
import java.util.List;

/**
 * A line that was typed, and what it was worth.
 *
 * @param printed what came of it
 */
record Typed(String line, String printed) {

  String worth(Fault fault) {
    return shows(fault.evidence())
        ? "shows the cause"
        : shows(fault.symptoms()) ? "shows the symptom" : "";
  }

  private boolean shows(List<Look> looks) {
    return looks.stream().anyMatch(look -> look.isIn(printed));
  }
}
