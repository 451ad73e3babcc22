package dev.cnilab.userland.system;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.command.Sizes;
import dev.cnilab.userland.file.DiskSpace;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.Mount;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.privilege.Credentials;
import dev.cnilab.userland.process.Hardware;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Small commands about the machine. */
final class MachineCommands {
  private MachineCommands() {}

  static void addTo(Map<String, Command> all) {
    all.put("hostname", MachineCommands::hostname);
    all.put("uname", MachineCommands::uname);
    all.put("id", MachineCommands::id);
    all.put("whoami", call -> print(call, user(call)));
    all.put("nproc", call -> print(call, "" + Hardware.CORES));
    all.put("arch", call -> print(call, "x86_64"));
    all.put("tty", MachineCommands::tty);
    all.put("pwd", call -> print(call, call.process().workingDirectory()));
    all.put("clear", MachineCommands::clear);
    all.put("sync", call -> 0);
    all.put("uptime", MachineCommands::uptime);
    all.put("free", MachineCommands::free);
    all.put("df", MachineCommands::df);
    all.put("mount", MachineCommands::mount);
    all.put("umount", MachineCommands::umount);
  }

  private static int print(Invocation call, String line) {
    call.out().println(line);
    return 0;
  }

  private static String user(Invocation call) {
    return call.process().user() == 0 ? "root" : "" + call.process().user();
  }

  private static int hostname(Invocation call) throws IOException {
    Options.Found options = Options.of(call.name(), 1, "fsiId").parse(call.arguments());
    if (options.operands().isEmpty()) {
      return print(call, call.process().hostname());
    }
    if (!call.process().credentials().can(Capability.SYS_ADMIN)) {
      call.complain(
          call.isBusybox()
              ? "sethostname: Operation not permitted"
              : "you must be root to change the host name");
      return 1;
    }
    call.process().namespaces().uts().setHostname(options.operands().getFirst());
    return 0;
  }

  private static int uname(Invocation call) throws IOException {
    Options.Found options = Options.of(call.name(), 1, "asnrvmpio").parse(call.arguments());
    boolean all = options.has('a');
    List<String> words = new ArrayList<>();
    if (all || options.has('s') || options.options().isEmpty()) {
      words.add("Linux");
    }
    if (all || options.has('n')) {
      words.add(call.process().hostname());
    }
    if (all || options.has('r')) {
      words.add(Hardware.KERNEL);
    }
    if (all || options.has('v')) {
      words.add(Hardware.BUILD);
    }
    if (all || options.has('m')) {
      words.add("x86_64");
    }
    if (all || options.has('o')) {
      words.add(call.isBusybox() ? "Linux" : "GNU/Linux");
    }
    return print(call, String.join(" ", words));
  }

  private static int id(Invocation call) throws IOException {
    Options.Found options = Options.of(call.name(), 1, "ugnrG").parse(call.arguments());
    Credentials self = call.process().credentials();
    if (options.has('u')) {
      return print(call, options.has('n') ? user(call) : "" + self.user());
    } else if (options.has('g')) {
      return print(call, options.has('n') && self.group() == 0 ? "root" : "" + self.group());
    }
    List<Integer> groups = new ArrayList<>(List.of(self.group()));
    self.groups().stream().filter(each -> each != self.group()).forEach(groups::add);
    if (options.has('G')) {
      return print(call, groups.stream().map(String::valueOf).collect(Collectors.joining(" ")));
    }
    return print(
        call,
        "uid=%s gid=%s groups=%s"
            .formatted(
                named(self.user()),
                named(self.group()),
                groups.stream().map(MachineCommands::named).collect(Collectors.joining(","))));
  }

  private static String named(int number) {
    return number + (number == 0 ? "(root)" : "");
  }

  private static int tty(Invocation call) {
    boolean terminal = call.in().isTerminal();
    call.out().println(terminal ? "/dev/pts/0" : "not a tty");
    return terminal ? 0 : 1;
  }

  private static int clear(Invocation call) {
    call.out().print("\033[H\033[2J\033[3J");
    return 0;
  }

  private static int uptime(Invocation call) {
    Duration up = Duration.between(call.process().machine().booted(), call.process().loop().now());
    String days = up.toDays() > 0 ? up.toDays() + (up.toDays() > 1 ? " days, " : " day, ") : "";
    String hours =
        up.toHours() % 24 > 0
            ? String.format("%2d:%02d", up.toHoursPart(), up.toMinutesPart())
            : up.toMinutesPart() + " min";
    String now = Time.formatted("%H:%M:%S", call.process().loop().now().atZone(ZoneOffset.UTC));
    return print(
        call, " " + now + " up " + days + hours + ",  0 users,  load average: 0.08, 0.03, 0.01");
  }

  private static int free(Invocation call) throws IOException {
    Options.Found options = Options.of(call.name(), 1, "bkmgh").parse(call.arguments());
    long used = Hardware.MEMORY_SIZE - Hardware.MEMORY_FREE - 800_000;
    long[] kib = {
      Hardware.MEMORY_SIZE, used, Hardware.MEMORY_FREE, 4_412, 800_000, Hardware.MEMORY_SIZE - used
    };
    StringBuilder memory = new StringBuilder("Mem:    ");
    StringBuilder swap = new StringBuilder("Swap:   ");
    for (int i = 0; i < kib.length; i++) {
      memory.append(String.format("%12s", amount(kib[i], options)));
      swap.append(i < 3 ? String.format("%12s", amount(0, options)) : "");
    }
    return print(
        call,
        "               total        used        free      shared  buff/cache   available\n"
            + memory
            + "\n"
            + swap);
  }

  private static String amount(long kib, Options.Found options) {
    return switch (options.last("bkmgh")) {
      case 'b' -> "" + kib * 1024;
      case 'm' -> "" + kib / 1024;
      case 'g' -> "" + kib / 1024 / 1024;
      case 'h' ->
          kib == 0
              ? "0B"
              : kib < 1024 * 1024
                  ? kib / 1024 + "Mi"
                  : String.format(Locale.ROOT, "%.1fGi", kib / 1024.0 / 1024);
      default -> "" + kib;
    };
  }

  private static int df(Invocation call) throws IOException {
    Options.Found options = Options.of(call.name(), 1, "hkTaPi").parse(call.arguments());
    boolean human = options.has('h');
    StringBuilder text =
        new StringBuilder(
            human
                ? "Filesystem      Size  Used Avail Use% Mounted on\n"
                : "Filesystem     1K-blocks    Used Available Use% Mounted on\n");
    for (Mount mount : call.files().mounts()) {
      boolean disk = !mount.tree().typeName().matches("proc|sysfs|nsfs");
      if (disk) {
        text.append(diskUse(mount, human));
      }
    }
    call.out().print(text);
    return 0;
  }

  private static String diskUse(Mount mount, boolean human) {
    Optional<DiskSpace> space = mount.tree().space();
    long size = space.map(DiskSpace::size).orElse(Hardware.MEMORY_SIZE / 2 * 1024);
    long used = space.map(DiskSpace::used).orElse(0L);
    long free = space.map(DiskSpace::available).orElse(size);
    long per = used + free == 0 ? 0 : (100 * used + used + free - 1) / (used + free);
    return human
        ? String.format(
            "%-14s  %4s  %4s  %4s %3d%% %s%n",
            mount.source(),
            Sizes.human(size),
            Sizes.human(used),
            Sizes.human(free),
            per,
            mount.target())
        : String.format(
            "%-14s %9d %7d %9d %3d%% %s%n",
            mount.source(), size / 1024, used / 1024, free / 1024, per, mount.target());
  }

  private static int mount(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call.name(), 1, "t:o:rwaBR").name("bind", 'B').parse(call.arguments());
    List<String> operands = options.operands();
    if (operands.isEmpty()) {
      for (Mount mount : call.files().mounts()) {
        String access = mount.access() == Mount.Access.READ_ONLY ? "ro" : "rw";
        call.out()
            .println(
                mount.source()
                    + " on "
                    + mount.target()
                    + " type "
                    + mount.tree().typeName()
                    + " ("
                    + access
                    + ",relatime)");
      }
      return 0;
    } else if (operands.size() == 1
        && options.value('o').orElse("").matches("(.*,)?remount(,.*)?")) {
      return remount(call, operands.getFirst(), options.value('o').orElse(""));
    } else if (operands.size() < 2) {
      throw call.failure(1, operands.getFirst() + ": can't find in /etc/fstab.");
    }
    return mount(call, options, operands.get(0), operands.get(1));
  }

  private static int mount(Invocation call, Options.Found options, String source, String target) {
    String how = options.value('o').orElse("");
    if (how.matches("(.*,)?remount(,.*)?")) {
      return remount(call, target, how);
    }
    Mount.Access access =
        options.has('r') || how.matches("(.*,)?ro(,.*)?")
            ? Mount.Access.READ_ONLY
            : Mount.Access.READ_WRITE;
    if (!call.files().exists(call.resolve(target))) {
      call.complain(target + ": mount point does not exist.");
      return 32;
    }
    try {
      if (options.has('B') || how.contains("bind")) {
        call.files().bind(call.resolve(target), call.files(), call.resolve(source), access);
      } else if (options.value('t').orElse("").equals("tmpfs")) {
        call.files()
            .mount(
                call.resolve(target), call.process().machine().disk().newTmpfs(), source, access);
      } else {
        call.complain(
            target + ": unknown filesystem type '" + options.value('t').orElse("") + "'.");
        return 32;
      }
      return 0;
    } catch (FileException failed) {
      if (failed.error() == FileError.EPERM) {
        return refused(call, target);
      }
      call.complain(target + ": special device " + source + " does not exist.");
      return 32;
    }
  }

  private static int remount(Invocation call, String target, String how) {
    Mount.Access access =
        how.matches("(.*,)?ro(,.*)?") ? Mount.Access.READ_ONLY : Mount.Access.READ_WRITE;
    try {
      call.files().remount(call.resolve(target), access);
      return 0;
    } catch (FileException failed) {
      if (failed.error() == FileError.EPERM) {
        return refused(call, target);
      }
      call.complain(target + ": mount point not mounted or bad option.");
      return 32;
    }
  }

  private static int refused(Invocation call, String target) {
    call.complain(
        call.isBusybox()
            ? "permission denied (are you root?)"
            : target
                + ": permission denied.\n"
                + "       dmesg(1) may have more information after failed mount system call.");
    return call.isBusybox() ? 1 : 32;
  }

  private static int umount(Invocation call) throws IOException {
    Options.Found options = Options.of(call.name(), 1, "flr").parse(call.arguments());
    int status = 0;
    for (String target : options.operands()) {
      try {
        call.files().unmount(call.resolve(target));
      } catch (FileException failed) {
        boolean refused = failed.error() == FileError.EPERM;
        call.complain(target + (refused ? ": must be superuser to unmount." : ": not mounted."));
        status = 32;
      }
    }
    return status;
  }
}
