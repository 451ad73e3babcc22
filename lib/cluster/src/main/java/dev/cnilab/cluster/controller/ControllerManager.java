package dev.cnilab.cluster.controller;

import dev.cnilab.cluster.controller.account.NamespaceDefaultsController;
import dev.cnilab.cluster.controller.daemon.DaemonSetController;
import dev.cnilab.cluster.controller.deployment.DeploymentController;
import dev.cnilab.cluster.controller.endpoint.EndpointsController;
import dev.cnilab.cluster.controller.garbage.GarbageCollector;
import dev.cnilab.cluster.controller.garbage.NamespaceController;
import dev.cnilab.cluster.controller.garbage.PodGarbageCollector;
import dev.cnilab.cluster.controller.job.JobController;
import dev.cnilab.cluster.controller.node.CidrAllocator;
import dev.cnilab.cluster.controller.node.NodeIpamController;
import dev.cnilab.cluster.controller.node.NodeLifecycleController;
import dev.cnilab.cluster.controller.node.TaintEvictionController;
import dev.cnilab.cluster.controller.replica.ReplicaSetController;
import dev.cnilab.cluster.controller.work.ControllerContext;

/** Runs all controllers from its construction until {@link #close}. */
public final class ControllerManager implements AutoCloseable {
  private final java.util.List<AutoCloseable> controllers;

  /**
   * Starts the controllers.
   *
   * @param rootCertificate of the cluster, in PEM
   */
  public ControllerManager(
      ControllerContext context, CidrAllocator allocator, String rootCertificate) {
    controllers =
        java.util.List.of(
            new NamespaceDefaultsController(context, rootCertificate),
            new NodeIpamController(context, allocator),
            new NodeLifecycleController(context),
            new TaintEvictionController(context),
            new DeploymentController(context),
            new ReplicaSetController(context),
            new DaemonSetController(context),
            new JobController(context),
            new EndpointsController(context),
            new NamespaceController(context),
            new GarbageCollector(context),
            new PodGarbageCollector(context));
  }

  @Override
  public void close() {
    for (AutoCloseable controller : controllers) {
      close(controller);
    }
  }

  private static void close(AutoCloseable controller) {
    try {
      controller.close();
    } catch (Exception impossible) {
      throw new IllegalStateException("a controller's close does not throw", impossible);
    }
  }
}
