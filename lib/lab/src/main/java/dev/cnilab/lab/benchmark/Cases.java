package dev.cnilab.lab.benchmark;

import dev.cnilab.lab.fault.Outline;
import dev.cnilab.lab.oncall.incident.Incident;
import dev.cnilab.lab.oncall.incident.Roster;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The incidents of a suite.
 *
 * @param leftOut names of faults that are impossible under the given options
 */
public record Cases(List<Incident> incidents, List<String> leftOut) {

  public Cases {
    incidents = List.copyOf(incidents);
    leftOut = List.copyOf(leftOut);
  }

  /** A suite of chosen incidents. */
  public static Cases of(List<Incident> incidents) {
    return new Cases(incidents, List.of());
  }

  /**
   * Each fault once per seed, on each of its grounds as far as the seeds reach.
   *
   * @param faults with the requested grounds; faults without any are left out
   * @param seeds at least 1
   */
  public static Cases of(Roster roster, List<Outline> faults, int seeds) {
    List<Outline> possible = faults.stream().filter(each -> !each.grounds().isEmpty()).toList();
    return new Cases(
        LongStream.rangeClosed(1, seeds)
            .boxed()
            .flatMap(seed -> possible.stream().map(fault -> roster.incident(seed, fault)))
            .toList(),
        faults.stream().filter(each -> !possible.contains(each)).map(Outline::name).toList());
  }
}
