package dev.cnilab.lab.capability;

import dev.cnilab.lab.place.Pod;
import dev.cnilab.lab.scene.Scene;

/**
 * What one cluster's pod network can do.
 *
 * @param label what it is called: its plugin, if that is known
 */
public record Probed(String label, Policing policing, Wire wire, Ranges ranges) {

  /** Tries it all, between two pods on two nodes. */
  public static Probed of(String label, Scene scene) {
    scene.nettest();
    Pod from = scene.workloads().pod(Scene.NETTEST_1);
    Pod to = scene.workloads().pod(Scene.NETTEST_2);
    Wire wire = Wire.of(scene, from, to);
    Ranges ranges = Ranges.of(scene, from, to);
    return new Probed(label, Policing.of(scene, from, to), wire, ranges);
  }
}
