package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.controller.account.DefaultAccountController;
import dev.cnilab.cluster.controller.account.RoleAggregationController;
import dev.cnilab.cluster.controller.account.RootCertificateController;
import dev.cnilab.cluster.controller.account.TokenController;
import dev.cnilab.cluster.controller.certificate.ApprovingController;
import dev.cnilab.cluster.controller.certificate.RequestCleaner;
import dev.cnilab.cluster.controller.certificate.SigningController;
import dev.cnilab.cluster.controller.cluster.MigrationController;
import dev.cnilab.cluster.controller.cluster.QuotaController;
import dev.cnilab.cluster.controller.cluster.ServiceCidrController;
import dev.cnilab.cluster.controller.daemon.DaemonSetController;
import dev.cnilab.cluster.controller.deployment.DeploymentController;
import dev.cnilab.cluster.controller.disruption.DisruptionController;
import dev.cnilab.cluster.controller.endpoint.EndpointsController;
import dev.cnilab.cluster.controller.endpoint.MirroringController;
import dev.cnilab.cluster.controller.garbage.GarbageCollector;
import dev.cnilab.cluster.controller.garbage.NamespaceController;
import dev.cnilab.cluster.controller.garbage.PodGarbageCollector;
import dev.cnilab.cluster.controller.job.CronJobController;
import dev.cnilab.cluster.controller.job.JobController;
import dev.cnilab.cluster.controller.node.CidrAllocator;
import dev.cnilab.cluster.controller.node.NodeIpamController;
import dev.cnilab.cluster.controller.node.NodeLifecycleController;
import dev.cnilab.cluster.controller.node.TaintEvictionController;
import dev.cnilab.cluster.controller.replica.AutoscalerController;
import dev.cnilab.cluster.controller.replica.ReplicaSetController;
import dev.cnilab.cluster.controller.stateful.StatefulSetController;
import dev.cnilab.cluster.controller.volume.BindingController;
import dev.cnilab.cluster.controller.volume.ProtectionController;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.tls.Authority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Runs all controllers from its construction until {@link #close}. */
public final class ControllerManager implements AutoCloseable {
  private final List<AutoCloseable> controllers;

  /**
   * Starts the controllers.
   *
   * @param own the context of controllers without a service account of their own
   * @param as the context of a controller with the service account of that name
   * @param allocator divides the pod network among nodes; empty for none
   * @param rootCertificate of the cluster, in PEM
   * @param authority signs certificate requests
   * @param signedFor how long what it has signed is valid, unless less was requested
   */
  public ControllerManager(
      ControllerContext own,
      Function<String, ControllerContext> as,
      Optional<CidrAllocator> allocator,
      String rootCertificate,
      Authority authority,
      Duration signedFor) {
    ControllerContext node = as.apply("node-controller");
    controllers =
        new ArrayList<>(
            List.of(
                new DefaultAccountController(as.apply("service-account-controller")),
                new TokenController(own, rootCertificate),
                new RootCertificateController(as.apply("root-ca-cert-publisher"), rootCertificate),
                new RoleAggregationController(as.apply("clusterrole-aggregation-controller")),
                new NodeLifecycleController(node),
                new TaintEvictionController(node),
                new DeploymentController(as.apply("deployment-controller")),
                ReplicaSetController.ofReplicaSets(as.apply("replicaset-controller")),
                ReplicaSetController.ofReplicationControllers(as.apply("replication-controller")),
                new StatefulSetController(as.apply("statefulset-controller")),
                new CronJobController(as.apply("cronjob-controller")),
                new DisruptionController(as.apply("disruption-controller")),
                new DaemonSetController(as.apply("daemon-set-controller")),
                new JobController(as.apply("job-controller")),
                new EndpointsController(
                    as.apply("endpoint-controller"), as.apply("endpointslice-controller")),
                new MirroringController(as.apply("endpointslicemirroring-controller")),
                new QuotaController(as.apply("resourcequota-controller")),
                new ServiceCidrController(as.apply("service-cidrs-controller")),
                new MigrationController(own, as.apply("storage-version-migrator-controller")),
                new NamespaceController(as.apply("namespace-controller")),
                new GarbageCollector(as.apply("generic-garbage-collector")),
                new PodGarbageCollector(as.apply("pod-garbage-collector")),
                new ApprovingController(as.apply("certificate-controller")),
                new SigningController(as.apply("certificate-controller"), authority, signedFor),
                RequestCleaner.ofSigningRequests(as.apply("certificate-controller")),
                RequestCleaner.ofPods(as.apply("podcertificaterequestcleaner")),
                new AutoscalerController(as.apply("horizontal-pod-autoscaler")),
                new BindingController(as.apply("persistent-volume-binder")),
                ProtectionController.ofClaims(as.apply("pvc-protection-controller")),
                ProtectionController.ofVolumes(as.apply("pv-protection-controller")),
                ProtectionController.ofClasses(
                    as.apply("volumeattributesclass-protection-controller"))));
    allocator.ifPresent(each -> controllers.add(new NodeIpamController(node, each)));
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
