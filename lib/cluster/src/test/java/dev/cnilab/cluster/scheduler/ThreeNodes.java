package dev.cnilab.cluster.scheduler;

import dev.cnilab.cluster.controller.ControlPlane;
import dev.cnilab.cluster.object.ResourceTypes;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Three nodes, and pods to schedule. */
abstract class ThreeNodes {
  @AutoClose final ControlPlane cluster = new ControlPlane();

  @BeforeEach
  void threeNodes() {
    cluster.node("control-plane");
    cluster.node("worker-1");
    cluster.node("worker-2");
    cluster.merge(
        ResourceTypes.NODES,
        "control-plane",
        "{spec: {taints: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]}}");
  }

  String nodeOf(String pod) {
    return cluster.get(ResourceTypes.PODS, pod).text("/spec/nodeName");
  }

  void pod(String name, String spec) {
    String containers =
        spec.startsWith("containers") ? "" : "  containers: [{name: c, image: i}]\n";
    cluster.create(
        ResourceTypes.PODS,
        "apiVersion: v1\nkind: Pod\nmetadata: {name: "
            + name
            + ", namespace: default}\nspec:\n"
            + containers
            + (spec.isEmpty() ? "" : "  " + spec + "\n"));
  }
}
