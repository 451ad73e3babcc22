package dev.cnilab.userland.system.systemd;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.service.Service;
import dev.cnilab.userland.service.ServiceState;
import dev.cnilab.userland.service.unit.UnitFiles;

/** The jobs that {@code systemctl} waits for; each returns its exit status. */
final class UnitJobs {
  private UnitJobs() {}

  static int start(Invocation call, Service service) {
    String name = service.unit().name();
    if (new UnitFiles(call.files()).isMasked(name)) {
      Systemctl.complain(call, "Failed to start %1$s: Unit %1$s is masked.".formatted(name));
      return 1;
    }
    if (!service.unit().isUsable()) {
      Systemctl.complain(
          call,
          "Failed to start %1$s: Unit %1$s has a bad unit file setting.\nSee system logs and 'systemctl status %1$s' for details."
              .formatted(name));
      return 1;
    }
    service.start();
    service.awaitStart();
    if (service.state() == ServiceState.RUNNING || service.result().equals("success")) {
      return 0;
    }
    String why =
        switch (service.result()) {
          case "exit-code" -> " because the control process exited with error code";
          case "resources" -> " because of unavailable resources or another system error";
          default -> "";
        };
    Systemctl.complain(
        call,
        "Job for %1$s failed%2$s.\nSee \"systemctl status %1$s\" and \"journalctl -xeu %1$s\" for details."
            .formatted(name, why));
    return 1;
  }

  static int stop(Service service) {
    service.stop();
    service.awaitStop();
    return 0;
  }

  static int restart(Invocation call, Service service) {
    stop(service);
    return start(call, service);
  }
}
