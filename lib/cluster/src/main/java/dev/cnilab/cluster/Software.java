package dev.cnilab.cluster;

import dev.cnilab.cluster.apiserver.ApiServer;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.client.connection.ApiService;
import dev.cnilab.cluster.cni.plugin.CniPlugins;
import dev.cnilab.cluster.controlplane.ControlPlaneImages;
import dev.cnilab.cluster.controlplane.ControllerManagerProgram;
import dev.cnilab.cluster.controlplane.MaintainedObject;
import dev.cnilab.cluster.controlplane.SchedulerProgram;
import dev.cnilab.cluster.image.AbsentImages;
import dev.cnilab.cluster.image.ImageCatalog;
import dev.cnilab.cluster.image.ImageDefinition;
import dev.cnilab.cluster.image.agnhost.TestImages;
import dev.cnilab.cluster.image.calico.node.CalicoImages;
import dev.cnilab.cluster.image.cilium.CiliumImages;
import dev.cnilab.cluster.image.library.LibraryImages;
import dev.cnilab.cluster.image.weave.WeaveImages;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.process.ProgramRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs on a cluster's machines: the images, and the programs that images and disks refer to.
 */
final class Software {
  private Software() {}

  /** All images that can be pulled. */
  static ImageCatalog images() {
    List<ImageDefinition> definitions = new ArrayList<>(ControlPlaneImages.definitions());
    definitions.addAll(LibraryImages.definitions());
    definitions.addAll(TestImages.definitions());
    definitions.addAll(CalicoImages.definitions());
    definitions.addAll(WeaveImages.definitions());
    definitions.addAll(CiliumImages.definitions());
    definitions.addAll(AbsentImages.definitions());
    return new ImageCatalog(definitions);
  }

  /**
   * All programs.
   *
   * @param handover how a client reaches the API server
   * @param upkeep what a kube-apiserver looks after
   * @param clients of the API server
   */
  static ProgramRegistry programs(
      ApiServer server,
      Handover<ApiService> handover,
      List<MaintainedObject> upkeep,
      ApiClients clients) {
    ProgramRegistry programs = Distribution.programs();
    CniPlugins.register(programs);
    LibraryImages.register(programs, clients);
    TestImages.register(programs);
    CalicoImages.register(programs, clients);
    WeaveImages.register(programs, clients);
    CiliumImages.register(programs, clients);
    AbsentImages.register(programs);
    ControlPlaneImages.programs(server.wire(), server, handover, upkeep).forEach(programs::add);
    return programs
        .add("kube-controller-manager", new ControllerManagerProgram(clients))
        .add("kube-scheduler", new SchedulerProgram(clients));
  }
}
