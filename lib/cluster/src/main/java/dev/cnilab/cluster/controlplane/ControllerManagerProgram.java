package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.ControllerManager;
import dev.cnilab.cluster.controller.node.CidrAllocator;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;

/**
 * {@code kube-controller-manager}: the controllers run as long as its process, with the pod network
 * its flags name.
 *
 * @param rootCertificate of the cluster, in PEM
 */
public record ControllerManagerProgram(ApiClient client, String rootCertificate)
    implements EventProgram {
  private static final int HEALTH_PORT = 10257;

  @Override
  public void begin(Process process) {
    Flags flags = Flags.of(process);
    CidrAllocator allocator;
    try {
      allocator =
          new CidrAllocator(
              Ipv4Prefix.parse(flags.find("cluster-cidr").orElse("10.244.0.0/16")),
              Integer.parseInt(flags.find("node-cidr-mask-size").orElse("24")));
    } catch (IllegalArgumentException unusable) {
      process.err().println("error: " + unusable.getMessage());
      process.end(1);
      return;
    }
    HealthEndpoint.listen(process, HEALTH_PORT);
    Leadership.begin(process, client, "kube-controller-manager", "kube-controller-manager");
    ControllerManager manager =
        new ControllerManager(
            new ControllerContext(process.loop(), client), allocator, rootCertificate);
    process.onExit(status -> manager.close());
  }
}
