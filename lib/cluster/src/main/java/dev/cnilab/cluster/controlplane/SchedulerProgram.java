package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.scheduler.Scheduler;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;

/** {@code kube-scheduler}: pods get nodes as long as its process runs. */
public record SchedulerProgram(ApiClient client) implements EventProgram {
  private static final int HEALTH_PORT = 10259;

  @Override
  public void begin(Process process) {
    HealthEndpoint.listen(process, HEALTH_PORT);
    Leadership.begin(process, client, "kube-scheduler", "default-scheduler");
    Scheduler scheduler = new Scheduler(new ControllerContext(process.loop(), client));
    process.onExit(status -> scheduler.close());
  }
}
