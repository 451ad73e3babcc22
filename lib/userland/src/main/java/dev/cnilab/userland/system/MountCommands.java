package dev.cnilab.userland.system;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.command.Sizes;
import dev.cnilab.userland.file.DiskSpace;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.hardware.Hardware;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands for mounts. */
final class MountCommands {
  private MountCommands() {}

  static void addTo(Map<String, Command> all) {
    all.put("df", MountCommands::df);
    all.put("mount", MountCommands::mount);
    all.put("umount", MountCommands::umount);
  }

  private static int df(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "hk").parse();
    boolean human = options.last("hk") == 'h';
    List<Mount> shown = shown(call, options.operands());
    if (shown.isEmpty()) {
      return 1;
    }
    StringBuilder text =
        new StringBuilder(
            human
                ? "Filesystem      Size  Used Avail Use% Mounted on\n"
                : "Filesystem     1K-blocks    Used Available Use% Mounted on\n");
    shown.forEach(mount -> text.append(diskUse(mount, human)));
    call.out().print(text);
    return options.operands().size() > shown.size() ? 1 : 0;
  }

  /** The mounts from a disk or in memory; if paths are given, the mount of each of them. */
  private static List<Mount> shown(Invocation call, List<String> paths) {
    List<Mount> disks =
        call.files().mounts().stream()
            .filter(mount -> !mount.tree().typeName().matches("proc|sysfs|nsfs|cgroup2"))
            .toList();
    if (paths.isEmpty()) {
      return disks;
    }
    List<Mount> shown = new ArrayList<>();
    for (String path : paths) {
      try {
        String real = call.files().resolve(call.resolve(path));
        call.files().status(real);
        disks.stream()
            .filter(mount -> (real + "/").startsWith(mount.target().replaceFirst("/?$", "/")))
            .max(Comparator.comparingInt(mount -> mount.target().length()))
            .ifPresent(shown::add);
      } catch (FileException failed) {
        call.complain(path + ": " + failed.error().text());
      }
    }
    return shown;
  }

  private static String diskUse(Mount mount, boolean human) {
    Optional<DiskSpace> space = mount.tree().space();
    long size = space.map(DiskSpace::size).orElse(Hardware.MEMORY_KI / 2 * 1024);
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
    Options.Found options = Options.of(call, "torwB").parse();
    List<String> operands = options.operands();
    if (operands.size() > 2) {
      throw call.mistake("bad usage");
    } else if (operands.isEmpty()) {
      List<String> types = List.of(options.value('t').orElse("").split(","));
      for (Mount mount : call.files().mounts()) {
        if (options.has('t') && !types.contains(mount.tree().typeName())) {
          continue;
        }
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
                    + ",relatime"
                    + mount.tree().options()
                    + ")");
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
                call.resolve(target),
                Disk.tmpfs(call.process().machine().clock(), tmpfsSize(call, how)),
                source,
                access);
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
      if (failed.error() == FileError.EINVAL) {
        call.complain(
            target
                + ": wrong fs type, bad option, bad superblock on "
                + source
                + ", missing codepage or helper program, or other error.\n"
                + "       dmesg(1) may have more information after failed mount system call.");
        return 32;
      }
      call.complain(target + ": special device " + source + " does not exist.");
      return 32;
    }
  }

  /** The size as in tmpfs(5): bytes, with k, m or g, or a percentage of the memory. */
  private static long tmpfsSize(Invocation call, String how) throws FileException {
    long memory = Hardware.MEMORY_KI * 1024;
    Matcher size = Pattern.compile("(?:^|,)size=([^,]*)").matcher(how);
    if (!size.find()) {
      return Disk.HALF_OF_MEMORY;
    }
    Matcher given = Pattern.compile("(\\d{1,12})([kKmMgG%]?)").matcher(size.group(1));
    if (!given.matches()) {
      throw new FileException(FileError.EINVAL, call.name());
    }
    long number = Long.parseLong(given.group(1));
    return switch (given.group(2).toLowerCase(Locale.ROOT)) {
      case "k" -> number << 10;
      case "m" -> number << 20;
      case "g" -> number << 30;
      case "%" -> memory * number / 100;
      default -> number;
    };
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
    Options.Found options = Options.of(call, "fl").parse();
    if (options.operands().isEmpty()) {
      throw call.mistake("bad usage");
    }
    int failures = 0;
    for (String target : options.operands()) {
      try {
        call.files().unmount(call.resolve(target));
      } catch (FileException failed) {
        boolean there = call.files().exists(call.resolve(target));
        call.complain(
            target + refusal(there || call.isBusybox() ? failed.error() : FileError.ENOENT));
        failures++;
      }
    }
    return failures * 32;
  }

  private static String refusal(FileError error) {
    return switch (error) {
      case EPERM -> ": must be superuser to unmount.";
      case ENOENT -> ": no mount point specified.";
      default -> ": not mounted.";
    };
  }
}
