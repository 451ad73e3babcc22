package dev.cnilab.lab.step;

import dev.cnilab.lab.capability.Survey;
import dev.cnilab.lab.course.Step;
import dev.cnilab.lab.scene.Scene;
import java.util.List;

/** All steps, in order. */
public final class Steps {

  private Steps() {}

  /**
   * The steps on one cluster.
   *
   * @param survey remembers which plugins were tested
   */
  public static List<Step> on(Scene scene, Survey survey) {
    return List.of(
        new StartHere(scene),
        new WhichCni(scene),
        new BaselinePods(scene),
        new PodToPod(scene),
        new InsideThePod(scene),
        new BreakTheCni(scene),
        new NamesInPods(scene),
        new ReadTheLogs(scene),
        new DnsPolicies(scene),
        new BigPackets(scene),
        new NodeSide(scene),
        new DenyAll(scene),
        new WhatItCan(scene, survey),
        new UsedUp(scene),
        new ClusterIp(scene),
        new Diagnose(scene),
        new Patterns(scene),
        new CleanUp(scene),
        new BeOnCall(scene));
  }
}
