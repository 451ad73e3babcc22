package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.image.calico.controllers.KubeControllers;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;

/** The program {@code kube-controllers}. */
final class ControllersProgram implements Program {
  private final ApiClients clients;

  ControllersProgram(ApiClients clients) {
    this.clients = clients;
  }

  @Override
  public int run(Process process) {
    CalicoLog log = new CalicoLog(process);
    process.onSignal(Signal.TERM, () -> process.end(0));
    Datastore datastore = new InClusterDatastore(process, clients).await(log);
    log.info("kube-controllers/main.go 139", "Ensuring Calico datastore is initialized");
    KubeControllers controllers = new KubeControllers(process.loop(), datastore);
    log.info("kube-controllers/controllers.go 113", "Starting controller ControllerType=\"Node\"");
    while (process.isAlive()) {
      try {
        controllers.ensureConfiguration();
        controllers.reconcile();
      } catch (ApiException refused) {
        log.error("kube-controllers/ipam.go 300", String.valueOf(refused.getMessage()));
      }
      process.loop().sleep(controllers.period());
    }
    return process.status();
  }
}
