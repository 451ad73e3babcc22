package dev.cnilab.lab.duty.logbook;

import dev.cnilab.lab.duty.incident.Incident;
import dev.cnilab.lab.duty.incident.Roster;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Incidents without end. Each is drawn when it is asked for, so that the record of those before it
 * counts: its level follows from the last one, and what was missed comes again.
 *
 * @param wanted what may come, of any level
 */
public record Practice(
    Roster roster, Logbook logbook, RandomGenerator random, Predicate<Incident> wanted)
    implements Iterator<Incident> {

  @Override
  public boolean hasNext() {
    return true;
  }

  /**
   * The next one, as near to the level of the record as there are any.
   *
   * @throws dev.cnilab.lab.problem.LabException if nothing is as wanted, or the record is damaged
   */
  @Override
  public Incident next() {
    int aim = logbook.nextLevel(roster.hardest());
    int level = roster.nearestLevel(random, wanted, aim);
    return roster.drawn(
        random, wanted.and(incident -> incident.fault().level() == level), logbook.missed());
  }
}
