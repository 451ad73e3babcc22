package dev.cnilab.lab.oncall.logbook;

import dev.cnilab.lab.oncall.incident.Incident;
import dev.cnilab.lab.oncall.incident.Roster;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Endless incidents. Each is drawn when it is requested, so that the record counts: its level
 * follows from the last one, and missed kinds occur again.
 *
 * @param wanted which incidents may occur, of any level
 */
public record Practice(
    Roster roster, Logbook logbook, RandomGenerator random, Predicate<Incident> wanted)
    implements Iterator<Incident> {

  @Override
  public boolean hasNext() {
    return true;
  }

  /**
   * The next incident, as close as possible to the level of the record.
   *
   * @throws dev.cnilab.lab.error.LabException if no incident is wanted, or the record is damaged
   */
  @Override
  public Incident next() {
    int aim = logbook.nextLevel(roster.hardest());
    int level = roster.nearestLevel(random, wanted, aim);
    return roster.drawn(
        random, wanted.and(incident -> incident.fault().level() == level), logbook.missed());
  }
}
