package dev.cnilab.lab.step;

import dev.cnilab.lab.course.Step;
import java.util.List;
import java.util.Set;

/** All steps, in order. */
public final class Steps {

  /** Every pod that a step or its learner starts. */
  static final Set<String> PODS =
      Set.of(
          "hello",
          "nettest-1",
          "nettest-2",
          "neighbour",
          "host-network-pod",
          "no-config",
          "bad-json",
          "misspelt",
          "no-binary",
          "no-agent");

  private Steps() {}

  /** The steps on one cluster. */
  public static List<Step> on(Scene scene) {
    return List.of(
        new StartHere(scene),
        new WhichCni(scene),
        new BaselinePods(scene),
        new PodToPod(scene),
        new InsideThePod(scene),
        new BreakTheCni(scene));
  }
}
