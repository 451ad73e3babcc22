package dev.cnilab.userland.system;

import dev.cnilab.userland.archive.Gzip;
import dev.cnilab.userland.archive.Tar;
import dev.cnilab.userland.awk.Awk;
import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Dialect;
import dev.cnilab.userland.coreutils.DateCommand;
import dev.cnilab.userland.coreutils.text.Column;
import dev.cnilab.userland.coreutils.text.Fold;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.system.mount.Df;
import dev.cnilab.userland.system.mount.MountCommands;
import dev.cnilab.userland.system.mount.MountTable;
import dev.cnilab.userland.system.namespace.Chroot;
import dev.cnilab.userland.system.namespace.Nsenter;
import dev.cnilab.userland.system.namespace.Setpriv;
import dev.cnilab.userland.system.namespace.Setsid;
import dev.cnilab.userland.system.namespace.Su;
import dev.cnilab.userland.system.namespace.Unshare;
import dev.cnilab.userland.system.process.Kill;
import dev.cnilab.userland.system.process.ProcessCommands;
import dev.cnilab.userland.system.process.ProcessMatches;
import dev.cnilab.userland.system.process.Ps;
import dev.cnilab.userland.system.process.Sleep;
import dev.cnilab.userland.system.process.Top;
import dev.cnilab.userland.system.process.WatchCommand;
import dev.cnilab.userland.system.systemd.Journalctl;
import dev.cnilab.userland.system.systemd.Restart;
import dev.cnilab.userland.system.systemd.Systemctl;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All programs of this package by name. */
public final class SystemPrograms {
  private SystemPrograms() {}

  public static Map<String, Program> in(Dialect dialect) {
    Map<String, Command> commands = new TreeMap<>();
    commands.put("date", new DateCommand());
    commands.put("kill", new Kill(Kill.Wording.PROCPS));
    commands.put("nsenter", new Nsenter());
    commands.put("ps", new Ps());
    commands.put("chroot", new Chroot());
    commands.put("tar", new Tar());
    for (String name : List.of("gzip", "gunzip", "zcat")) {
      commands.put(name, new Gzip());
    }
    commands.put("setsid", new Setsid());
    if (dialect == Dialect.GNU) {
      commands.put("setpriv", new Setpriv());
      commands.put("su", new Su());
      commands.put("unshare", new Unshare());
      commands.put("flock", new Flock());
      KernelCommands.addTo(commands);
      commands.put("journalctl", new Journalctl());
      commands.put("systemctl", new Systemctl());
      commands.put("lscpu", new Lscpu());
      commands.put("top", new Top());
      commands.put("watch", new WatchCommand());
      commands.put("groups", UserCommands::groups);
      commands.put("fold", new Fold());
      commands.put("column", new Column());
      MountTable.addTo(commands);
      commands.put("reboot", Restart::reboot);
      commands.put("shutdown", Restart::shutdown);
    }
    ProcessCommands.addTo(commands);
    ProcessMatches.addTo(commands);
    MachineCommands.addTo(commands);
    UserCommands.addTo(commands);
    MountCommands.addTo(commands);
    commands.put("df", new Df());
    Map<String, Program> programs = new TreeMap<>();
    commands.forEach((name, command) -> programs.put(name, command.in(dialect)));
    programs.put("sleep", new Sleep(dialect));
    programs.put("awk", new Awk());
    return programs;
  }
}
