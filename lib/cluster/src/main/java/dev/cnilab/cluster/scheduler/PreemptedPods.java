package dev.cnilab.cluster.scheduler;

import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.DisruptionTarget;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;

/** Deletes the victims of a preemption. */
record PreemptedPods(ControllerContext context, EventRecorder recorder) {
  void evict(KubeObject victim, KubeObject preemptor, String node) {
    try {
      context
          .client()
          .patch(
              ResourceTypes.PODS, victim.namespace(), victim.name(), disruption(victim).ofStatus());
      context
          .client()
          .delete(
              ResourceTypes.PODS,
              victim.namespace(),
              victim.name(),
              DeleteOptions.background().ofUid(victim.uid()));
    } catch (ApiException refused) {
      if (refused.isNotFound()) {
        return;
      }
      throw refused;
    }
    recorder.event(
        victim,
        EventType.NORMAL,
        "Preempted",
        "Preempted by pod %s on node %s".formatted(preemptor.uid(), node));
  }

  private Patch disruption(KubeObject victim) {
    return DisruptionTarget.patch(
        victim,
        "PreemptionByScheduler",
        "default-scheduler: preempting to accommodate a higher priority pod",
        context.timestamp());
  }
}
