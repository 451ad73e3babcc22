package dev.cnilab.lab.capability;

import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Pod;

/**
 * The capabilities of one cluster's pod network.
 *
 * @param label its name: the plugin, if it is disclosed
 */
public record Probed(String label, Policing policing, Wire wire, Ranges ranges) {

  /** Runs all tests between two pods on two nodes. */
  public static Probed of(String label, Scene scene) {
    scene.nettest();
    Pod from = scene.workloads().pod(Scene.NETTEST_1);
    Pod to = scene.workloads().pod(Scene.NETTEST_2);
    Wire wire = Wire.of(scene, from, to);
    Ranges ranges = Ranges.of(scene, from, to);
    return new Probed(label, Policing.of(scene, from, to), wire, ranges);
  }
}
