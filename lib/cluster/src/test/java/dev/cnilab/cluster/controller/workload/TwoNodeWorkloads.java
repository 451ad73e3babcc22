package dev.cnilab.cluster.controller.workload;

import dev.cnilab.cluster.controller.ControlPlane;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Workloads on two nodes. */
abstract class TwoNodeWorkloads {
  @AutoClose ControlPlane cluster;

  @BeforeEach
  void twoNodes() {
    cluster = new ControlPlane();
    cluster.node("worker-1");
    cluster.node("worker-2");
  }

  List<String> names() {
    return cluster.list(ResourceTypes.PODS).stream().map(KubeObject::name).toList();
  }
}
