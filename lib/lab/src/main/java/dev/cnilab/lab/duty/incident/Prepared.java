package dev.cnilab.lab.duty.incident;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.FurtherClusters.Further;
import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.fault.Fault;
import dev.cnilab.lab.oncall.Operator;
import dev.cnilab.lab.oncall.Patience;
import dev.cnilab.lab.oncall.Stage;
import java.time.Duration;
import java.util.Map;

/**
 * A cluster of its own for an incident, before anything is wrong there: open, with its noise, and
 * with a past.
 *
 * @param further the cluster
 */
public record Prepared(Incident incident, Further further, Stage stage, Fault fault) {

  /** How long ago the noise came: its events are old, but not yet forgotten. */
  private static final Duration PAST = Duration.ofMinutes(7);

  /**
   * How far its clock is set back at first: by the past and what else is waited for, so that it is
   * not ahead of the wall's in the end, where kubectl would show what just happened as to come.
   */
  private static final Duration AGE = PAST.plusMinutes(5);

  /**
   * Starts the cluster beside another one.
   *
   * @param home an embedded cluster, or one that has an embedded one beside it
   * @param name of the cluster: lower case letters, digits and hyphens
   */
  public static Prepared on(Cluster home, String name, Incident incident) {
    home.further().end(name); // left by somebody who was interrupted
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

  /** Brings the fault about: from now on somebody is on call. */
  public Case begin() {
    return ClusterClock.jumping(further.cluster(), () -> Case.begun(this));
  }
}
