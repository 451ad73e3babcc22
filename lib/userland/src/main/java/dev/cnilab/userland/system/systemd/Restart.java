package dev.cnilab.userland.system.systemd;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.util.List;

/**
 * {@code reboot}, {@code shutdown -r now} and {@code systemctl reboot}. Switching off is refused,
 * because nobody could switch the machine on again.
 */
public final class Restart {
  private static final String STAYS_OFF =
      "only a restart is possible, as nobody could switch this machine on again; try 'reboot'";

  private static final String DENIED = "Call to Reboot failed: Access denied";

  private Restart() {}

  public static int reboot(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "fp", "halt").idle("", "reboot").parse();
    if (options.has('p') || options.has("halt")) {
      throw call.failure(1, STAYS_OFF);
    }
    return options.has('f') ? force(call) : order(call);
  }

  public static int shutdown(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "r").idle("PHh").parse();
    if (!options.has('r')) {
      throw call.failure(1, STAYS_OFF);
    }
    List<String> when = options.operands();
    if (when.isEmpty() || !when.getFirst().matches("now|\\+0")) {
      throw call.failure(1, "only 'now' is possible: shutdown -r now");
    }
    return order(call);
  }

  /** Like {@code systemctl reboot}: systemd stops the services first. */
  static int order(Invocation call) {
    if (!SystemdAccess.systemd(call.process())) {
      return refused(call, SystemdAccess.NOT_BOOTED + "\nFailed to talk to init daemon.");
    } else if (call.process().user() != 0) {
      return refused(call, DENIED);
    }
    call.process().machine().reboot();
    return 0;
  }

  /** Like {@code systemctl reboot -f}: reboot(2) at once. */
  static int force(Invocation call) {
    if (call.process().user() != 0) {
      return refused(call, DENIED);
    } else if (!call.process().credentials().can(Capability.SYS_BOOT)) {
      return refused(call, "Failed to reboot: Operation not permitted");
    }
    reset(call.process());
    return 0;
  }

  private static int refused(Invocation call, String why) {
    call.process().err().println(why);
    return 1;
  }

  /** In a pid namespace of its own, reboot(2) ends that namespace alone. */
  private static void reset(Process process) {
    if (process.pidNamespace().isOfMachine()) {
      process.machine().reset();
    } else {
      process.pidNamespace().find(1).ifPresent(init -> init.kill(Signal.KILL));
    }
  }
}
