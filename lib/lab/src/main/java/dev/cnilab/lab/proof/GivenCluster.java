package dev.cnilab.lab.proof;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.fault.Fault;
import dev.cnilab.lab.fault.Ground;
import dev.cnilab.lab.guard.LabNamespace;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.stage.ClusterSnapshot;
import dev.cnilab.lab.stage.ProofResult;
import dev.cnilab.lab.stage.Stage;
import dev.cnilab.lab.stage.Verification;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Somebody's cluster, which must be restored afterwards. The first worker is the one affected,
 * because the second may be the control plane.
 */
public final class GivenCluster implements Site, AutoCloseable {

  private static final int VICTIM = 1;

  /** Commands that stop what a pod on a node needs to run; only a console works without it. */
  private static final Pattern ENDS_SHELLS = Pattern.compile("systemctl stop (kubelet|containerd)");

  private final Scene scene;
  private final Leash leash;
  private final boolean hadTheLab;

  private GivenCluster(Scene scene, Leash leash, boolean hadTheLab) {
    this.scene = scene;
    this.leash = leash;
    this.hadTheLab = hadTheLab;
  }

  /**
   * Uses a cluster.
   *
   * @param leash ends the work
   * @throws LabException if its owner has not agreed that it may be broken, or if it has namespaces
   *     with the stage's names
   */
  public static GivenCluster of(Cluster cluster, Leash leash) {
    Scene scene = Scene.on(cluster);
    if (scene.shells().guard().holdsBack()) {
      throw LabException.of(
          "did not break cluster '%s' (%s)".formatted(cluster.context(), cluster.server()),
          "nobody has agreed to that",
          Suggestions.agreeBeforehand(cluster.context()));
    }
    for (String namespace : Stage.NAMESPACES) {
      Json there = cluster.find("/api/v1/namespaces/" + namespace).orElse(Json.ABSENT);
      if (!there.isAbsent() && !LabNamespace.marks(there)) {
        throw LabException.of(
            "could not set the stage",
            "namespace " + namespace + " is there already, and is not the lab's",
            Suggestions.anotherNamespace(namespace));
      }
    }
    boolean hadTheLab = cluster.find("/api/v1/namespaces/" + LabNamespace.NAME).isPresent();
    return new GivenCluster(scene, leash, hadTheLab);
  }

  /**
   * Its ground.
   *
   * @throws LabException if no agent shows which network plugin it has
   */
  public Ground ground() {
    return Stage.ground(scene)
        .orElseThrow(
            () ->
                LabException.of(
                    "could not tell which network plugin the cluster has",
                    "no agent of a plugin that the catalogue knows runs there",
                    Suggestions.KNOWN_BY_ITS_AGENT));
  }

  @Override
  public Optional<String> lacks(String fault) {
    return ENDS_SHELLS.matcher(Catalogue.text(fault)).find()
        ? Optional.of("needs a console: it stops what a node's shell runs in")
        : Optional.empty();
  }

  @Override
  public ProofResult prove(String fault, Ground ground) {
    OriginalState found = OriginalState.of(scene);
    ProofResult proven;
    String left;
    try {
      proven = staged(found, fault, ground);
    } finally {
      left = found.putBack();
    }
    return proven.holds() ? new ProofResult(left, proven.quiet(), proven.first()) : proven;
  }

  private ProofResult staged(OriginalState found, String name, Ground ground) {
    try {
      Stage stage = leash.hold(() -> Stage.build(scene, ground, VICTIM));
      found.allowFor(ClusterSnapshot.of(scene));
      Fault fault = Catalogue.fault(name, stage.setting());
      Traces traces = Traces.of(stage, fault);
      try {
        return leash.hold(() -> Verification.of(fault, stage));
      } finally {
        traces.remove();
      }
    } catch (LabException failed) {
      return new ProofResult(String.valueOf(failed.getMessage()), false, false);
    }
  }

  @Override
  public boolean isLeft() {
    return leash.isPulled();
  }

  /** Removes everything of the lab from the nodes, unless the course is in use there. */
  @Override
  public void close() {
    if (!hadTheLab) {
      scene.shells().leave();
    }
  }
}
