package dev.cnilab.lab.duty;

import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.View;

/** How long each kind of fault took somebody. */
public record Chart(Logbook logbook) implements Shown {

  @Override
  public View view() {
    String bars = logbook.chart();
    return bars.isEmpty()
        ? View.empty().note("No incident yet: onCall()")
        : View.empty().printed("./lab oncall --record", bars);
  }
}
