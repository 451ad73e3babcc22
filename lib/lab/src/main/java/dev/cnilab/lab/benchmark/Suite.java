package dev.cnilab.lab.benchmark;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.door.Door;
import dev.cnilab.lab.oncall.incident.Case;
import dev.cnilab.lab.oncall.incident.Incident;
import dev.cnilab.lab.oncall.incident.Prepared;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Incidents that a program handles one after another, each on a cluster of its own.
 *
 * @param home an embedded cluster, or one with an embedded cluster beside it
 */
public record Suite(Cluster home, PrintStream out, OnCallProgram program) {

  /** A cluster name that does not give the fault away. */
  private static final String NAME = "on-call";

  /**
   * Prints a line per incident, a line per fault left out, and the number of incidents handled
   * well.
   *
   * @param file the file for the results, as JSON; empty for none
   * @return whether all were diagnosed and repaired without damage
   */
  public boolean run(Cases cases, String file) {
    out.printf(
        "%-30s %-16s %5s  %-9s %-8s %-8s %8s%n",
        "fault", "plugin", "seed", "diagnosis", "cluster", "damage", "commands");
    List<IncidentScore> scores = new ArrayList<>();
    for (Incident incident : cases.incidents()) {
      IncidentScore score = deal(incident);
      out.println(score.line());
      scores.add(score);
    }
    for (String fault : cases.leftOut()) {
      out.printf("%-30s left out: it cannot be made on such a cluster%n", fault);
    }
    Map<String, Object> totals = totals(scores);
    totals.put("leftOut", cases.leftOut().size());
    out.printf("%s: %s%n", program.command(), totals);
    if (!file.isEmpty()) {
      write(Path.of(file), totals, scores, cases.leftOut());
    }
    return scores.stream()
        .allMatch(score -> score.diagnosed() && score.repaired() && score.damage().isEmpty());
  }

  private IncidentScore deal(Incident incident) {
    Case here = Prepared.on(home, NAME, incident).begin();
    Further further = here.prepared().further();
    Commands commands = new Commands(program.budget().commands());
    try (Door door = Door.before(further.kubeconfig(), commands)) {
      Path kubeconfig = new Further(NAME, further.cluster(), door.kubeconfig()).write();
      long begun = System.nanoTime();
      ProgramReply reply = program.deal(here, kubeconfig);
      double seconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) / 1000.0;
      return IncidentScore.of(here, reply, commands, seconds);
    } finally {
      home.further().end(NAME);
    }
  }

  private static Map<String, Object> totals(List<IncidentScore> scores) {
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put("incidents", scores.size());
    totals.put("diagnosed", scores.stream().filter(IncidentScore::diagnosed).count());
    totals.put("repaired", scores.stream().filter(IncidentScore::repaired).count());
    totals.put("commands", scores.stream().mapToInt(IncidentScore::commands).sum());
    totals.put("damaged", scores.stream().filter(score -> !score.damage().isEmpty()).count());
    return totals;
  }

  private void write(
      Path file, Map<String, Object> totals, List<IncidentScore> scores, List<String> leftOut) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("agent", program.command());
    all.put("totals", totals);
    all.put("leftOut", leftOut);
    all.put("cases", scores.stream().map(IncidentScore::fields).toList());
    Json.of(all).write(file);
  }
}
