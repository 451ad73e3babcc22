package dev.cnilab.lab.duty;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.problem.LabException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Incidents in a row. While one is played, the next one's cluster is prepared.
 *
 * @param home an embedded cluster, or one that has an embedded one beside it
 */
public record Shift(Cluster home, Terminal terminal, Logbook logbook, boolean blind) {

  /**
   * Plays them, and notes each in the record.
   *
   * @return whether each was diagnosed and repaired
   */
  public boolean play(List<Incident> incidents) {
    boolean well = true;
    Iterator<Incident> rest = incidents.iterator();
    CompletableFuture<Prepared> next = prepared(rest.next(), 1);
    for (int number = 1; number <= incidents.size(); number++) {
      Prepared prepared = ready(next);
      Case here = prepared.begin();
      if (rest.hasNext()) {
        next = prepared(rest.next(), number + 1);
      }
      well &= !play(here).missed();
      home.further().end(prepared.further().name());
    }
    return well;
  }

  private CompletableFuture<Prepared> prepared(Incident incident, int number) {
    return CompletableFuture.supplyAsync(
        () -> Prepared.on(home, "on-call-" + number, incident),
        task -> Thread.ofPlatform().daemon().name("prepare").start(task));
  }

  private static Prepared ready(CompletableFuture<Prepared> next) {
    try {
      return next.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof LabException problem ? problem : failed;
    }
  }

  private Played play(Case here) {
    Incident incident = here.prepared().incident();
    terminal.say(
        "On call, incident %d: %s, level %d."
            .formatted(incident.seed(), incident.plugin(), incident.fault().level()));
    Further further = here.prepared().further();
    String kubeconfig = (blind ? further.blind() : further).write().toString();
    Played played = new Turn(terminal, here, kubeconfig).play();
    logbook.add(played);
    return played;
  }
}
