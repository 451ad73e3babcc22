package dev.cnilab.cluster.image.calico.ipam;

import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.image.SupportedValues;
import dev.cnilab.cluster.image.calico.datastore.CalicoLog;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.datastore.InClusterDatastore;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The program {@code kube-controllers}. */
public final class ControllersProgram implements Program {
  /** The controllers besides that of nodes have nothing to do with this datastore. */
  private static final SupportedValues SUPPORTED =
      new SupportedValues(
          Map.of(
              "DATASTORE_TYPE",
              List.of("kubernetes"),
              "ENABLED_CONTROLLERS",
              List.of("node", "node,loadbalancer", "node,loadbalancer,policy")));

  private final ApiClients clients;

  public ControllersProgram(ApiClients clients) {
    this.clients = clients;
  }

  @Override
  public int run(Process process) {
    CalicoLog log = new CalicoLog(process);
    process.signals().handle(Signal.TERM, () -> process.end(0));
    try {
      SUPPORTED.require(name -> process.environment().getOrDefault(name, ""));
    } catch (IOException refused) {
      log.error("kube-controllers/main.go 96", String.valueOf(refused.getMessage()));
      return 1;
    }
    Datastore datastore = new InClusterDatastore(process, clients).await(log);
    log.info("kube-controllers/main.go 139", "Ensuring Calico datastore is initialized");
    KubeControllers controllers = new KubeControllers(process.loop(), datastore);
    log.info("kube-controllers/controllers.go 113", "Starting controller ControllerType=\"Node\"");
    Set<String> said = new HashSet<>();
    while (process.isAlive()) {
      try {
        controllers.configure().stream()
            .filter(said::add)
            .forEach(text -> log.error("kube-controllers/config.go 210", text));
        controllers.reconcile();
      } catch (ApiException refused) {
        log.error("kube-controllers/ipam.go 300", String.valueOf(refused.getMessage()));
      }
      process.loop().sleep(controllers.period());
    }
    return process.status();
  }
}
