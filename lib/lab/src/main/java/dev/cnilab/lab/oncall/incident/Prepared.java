package dev.cnilab.lab.oncall.incident;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.fault.Fault;
import dev.cnilab.lab.stage.Operator;
import dev.cnilab.lab.stage.Patience;
import dev.cnilab.lab.stage.Stage;
import java.time.Duration;
import java.util.Map;

/**
 * A cluster of its own for an incident before anything is broken: healthy, with noise and a past.
 *
 * @param further the cluster
 */
public record Prepared(Incident incident, Further further, Stage stage, Fault fault) {

  /** The age of the noise: its events are old, but not yet deleted. */
  private static final Duration PAST = Duration.ofMinutes(7);

  /**
   * How far its clock is set back at first: by the past and by further waits, so that it does not
   * end up ahead of wall-clock time, where kubectl would show recent events as being in the future.
   */
  private static final Duration AGE = PAST.plusMinutes(5);

  /**
   * Starts the cluster beside another one.
   *
   * @param home an embedded cluster, or one with an embedded cluster beside it
   * @param name the cluster's name: lower-case letters, digits and hyphens
   */
  public static Prepared on(Cluster home, String name, Incident incident) {
    home.further().end(name); // left after an interrupt
    Further further =
        home.further().get(name, Map.of("cni", incident.plugin(), "ageSeconds", AGE.toSeconds()));
    return ClusterClock.jumping(further.cluster(), () -> on(further, incident));
  }

  private static Prepared on(Further further, Incident incident) {
    Stage stage = Stage.build(further.cluster(), incident.ground(), incident.victim());
    incident.noise().forEach(noise -> stage.scene().changes().apply(Noise.manifest(noise)));
    new Patience(further.cluster()).pass(PAST);
    Fault fault = Catalogue.fault(incident.fault().name(), stage.setting());
    Operator.on(stage).make(fault.given());
    return new Prepared(incident, further, stage, fault);
  }

  /** Makes the fault and starts the incident. */
  public Case begin() {
    return ClusterClock.jumping(further.cluster(), () -> Case.begun(this));
  }
}
