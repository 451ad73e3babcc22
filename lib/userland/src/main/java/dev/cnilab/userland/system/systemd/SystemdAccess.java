package dev.cnilab.userland.system.systemd;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.service.SystemdFiles;

/**
 * What a process reaches of its machine's systemd. The way there leads through files, which a
 * container does not have unless somebody mounts them.
 */
final class SystemdAccess {
  /** Printed by systemctl in a container. */
  static final String NOT_BOOTED =
      "System has not been booted with systemd as init system (PID 1). Can't operate.\n"
          + "Failed to connect to bus: Host is down";

  private SystemdAccess() {}

  /** Whether it reaches systemd itself; sd_booted(3). */
  static boolean systemd(Process process) {
    return process.files().isDirectory(SystemdFiles.RUNNING);
  }

  /** Whether it can read the journal; systemd-journald.service(8). */
  static boolean journal(Process process) {
    return process.files().isDirectory(SystemdFiles.JOURNAL);
  }
}
