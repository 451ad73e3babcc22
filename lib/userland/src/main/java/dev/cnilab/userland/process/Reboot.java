package dev.cnilab.userland.process;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.service.Service;
import java.time.Duration;
import java.time.Instant;

/** The reboot of a machine. */
record Reboot(Machine machine, Boot boot) {
  /** DefaultTimeoutStopSec= of systemd-system.conf(5), after which processes are killed. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(90);

  /** The time of firmware, boot loader and kernel before pid 1 starts. */
  private static final Duration STARTING = Duration.ofSeconds(10);

  private static final Duration TICK = Duration.ofMillis(10);

  /** Asks all processes to end, and waits as systemd does. Blocks. */
  void stopAll() {
    machine.journal().append("", "systemd-logind", 1, "The system will reboot now!");
    machine.units().all().forEach(Service::stop);
    boot.signal(Signal.TERM);
    EventLoop loop = machine.loop();
    Instant deadline = loop.now().plus(STOP_TIMEOUT);
    while (boot.isBusy() && loop.now().isBefore(deadline)) {
      loop.sleep(TICK);
    }
  }

  /** Kills all processes, stops the kernel, and waits until the next one has started. Blocks. */
  void reset() {
    EventLoop loop = machine.loop();
    while (boot.isBusy()) {
      boot.signal(Signal.KILL);
      loop.sleep(TICK);
    }
    machine.stopKernel();
    loop.sleep(STARTING);
  }
}
