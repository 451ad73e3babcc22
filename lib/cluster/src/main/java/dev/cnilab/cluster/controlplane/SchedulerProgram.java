package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.client.connection.ApiConnection;
import dev.cnilab.cluster.client.connection.ReflectorLog;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controlplane.component.ComponentFlags;
import dev.cnilab.cluster.controlplane.component.ComponentKubeconfig;
import dev.cnilab.cluster.controlplane.component.HealthEndpoint;
import dev.cnilab.cluster.controlplane.component.Leadership;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.pflag.Given;
import dev.cnilab.cluster.scheduler.Scheduler;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;

/** {@code kube-scheduler}: schedules pods as long as its process runs and leads. */
public record SchedulerProgram(ApiClients clients) implements EventProgram {
  private static final int HEALTH_PORT = 10259;

  @Override
  public void begin(Process process) {
    Klog log = new Klog(process::now, process.pidInside(), process.err()::println);
    ComponentFlags.read(process, "kube-scheduler").ifPresent(flags -> begin(process, log, flags));
  }

  private void begin(Process process, Klog log, Given flags) {
    process
        .signals()
        .handle(
            Signal.TERM,
            () -> {
              log.info("server.go:333", "Requested to terminate, exiting");
              process.end(0);
            });
    ComponentKubeconfig.connect(clients, process, flags, log)
        .ifPresent(connection -> serve(process, flags, connection, log));
  }

  private static void serve(Process process, Given flags, ApiConnection connection, Klog log) {
    HealthEndpoint.listen(process, flags, HEALTH_PORT);
    ApiClient client = connection.client(new ReflectorLog(log));
    Leadership.lead(
        process,
        flags,
        client,
        log,
        new Leadership.Component("kube-scheduler", "default-scheduler"),
        () -> {
          Scheduler scheduler = new Scheduler(new ControllerContext(process.loop(), client));
          process.onExit(status -> scheduler.close());
        });
  }
}
