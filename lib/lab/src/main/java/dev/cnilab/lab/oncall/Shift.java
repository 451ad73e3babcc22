package dev.cnilab.lab.oncall;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.door.Door;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.oncall.incident.Case;
import dev.cnilab.lab.oncall.incident.Incident;
import dev.cnilab.lab.oncall.incident.Prepared;
import dev.cnilab.lab.oncall.logbook.Logbook;
import dev.cnilab.lab.oncall.logbook.Played;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A series of incidents. While one is played, the next one's cluster is prepared.
 *
 * @param home an embedded cluster, or one with an embedded cluster beside it
 */
public record Shift(Cluster home, OnCallTerminal terminal, Logbook logbook, boolean blind) {

  /**
   * The suffix of the kubeconfig for lines typed here, which are known without watching requests.
   */
  private static final String HERE = "-here";

  /**
   * Plays the incidents until there are no more or the user stops between two of them, and records
   * each.
   *
   * @param incidents at least one; the next is requested when the one before it begins
   * @return whether all of them were diagnosed and repaired
   */
  public boolean play(Iterator<Incident> incidents) {
    boolean well = true;
    CompletableFuture<Prepared> next = prepared(incidents.next(), 1);
    for (int number = 2; ; number++) {
      terminal.free();
      Prepared prepared = ready(next);
      Case here = prepared.begin();
      boolean last = !incidents.hasNext();
      if (!last) {
        next = prepared(incidents.next(), number);
      }
      well &= !play(here).missed();
      home.further().end(prepared.further().name());
      if (last || !goesOn()) {
        return well;
      }
    }
  }

  /** Waits until the user is ready for the next page, because its time starts at once. */
  private boolean goesOn() {
    while (true) {
      Optional<String> said = terminal.asked("\nEnter for the next incident, or stop: ");
      switch (said.orElse("stop").toLowerCase(Locale.ROOT)) {
        case "" -> {
          return true;
        }
        case "stop", "leave", "exit", "quit" -> {
          return false;
        }
        default -> terminal.say("'%s' is neither.".formatted(said.get()));
      }
    }
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
            .formatted(incident.seed(), incident.ground(), incident.fault().level()));
    Further further = here.prepared().further();
    OtherTerminal elsewhere = new OtherTerminal();
    try (Door door = Door.before(further.kubeconfig(), elsewhere)) {
      String outside = written(new Further(further.name(), further.cluster(), door.kubeconfig()));
      String inside =
          written(new Further(further.name() + HERE, further.cluster(), further.kubeconfig()));
      Played played = new Turn(terminal, here, inside, outside, elsewhere).play();
      logbook.add(played);
      return played;
    }
  }

  private String written(Further further) {
    return (blind ? further.blind() : further).write().toString();
  }
}
