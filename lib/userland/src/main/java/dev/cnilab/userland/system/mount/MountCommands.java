package dev.cnilab.userland.system.mount;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Commands for mounts. */
public final class MountCommands {
  private static final int FAILED = 32;

  private MountCommands() {}

  public static void addTo(Map<String, Command> all) {
    all.put("mount", MountCommands::mount);
    all.put("umount", MountCommands::umount);
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
        String type = mount.tree().typeName();
        call.out()
            .println(
                "%s on %s type %s (%s)"
                    .formatted(mount.source(), mount.target(), type, mount.options()));
      }
      return 0;
    }
    MountOptions how = MountOptions.of(String.join(",", options.values('o')));
    if (how.has("remount")) {
      return remount(call, options, how, operands.getLast());
    } else if (operands.size() < 2) {
      throw call.failure(1, operands.getFirst() + ": can't find in /etc/fstab.");
    }
    return mount(call, options, how, operands.get(0), operands.get(1));
  }

  private static int mount(
      Invocation call, Options.Found options, MountOptions how, String source, String target) {
    String path = call.resolve(target);
    if (!call.files().exists(path)) {
      call.complain(target + ": mount point does not exist.");
      return FAILED;
    }
    Mount.Access access = access(options, how, Mount.Access.READ_WRITE);
    try {
      if (options.has('B') || how.isBind()) {
        how.requireKnown();
        bind(call, how, call.resolve(source), path, access);
      } else if (options.value('t').orElse("").equals("tmpfs")) {
        FileTree memory = Disk.tmpfs(call.process().machine().clock(), how.tmpfs());
        call.files().mount(path, memory, source, access, how.flags(Mount.Flag.USUAL));
      } else {
        call.complain(
            target + ": unknown filesystem type '" + options.value('t').orElse("") + "'.");
        return FAILED;
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
        return FAILED;
      }
      call.complain(target + ": special device " + source + " does not exist.");
      return FAILED;
    }
  }

  private static void bind(
      Invocation call, MountOptions how, String source, String target, Mount.Access access)
      throws FileException {
    MountNamespace files = call.files();
    if (how.has("rbind")) {
      files.bindAll(target, files, source, Mount.Access.READ_WRITE);
    } else {
      files.bind(target, files, source, Mount.Access.READ_WRITE);
    }
    if (access == Mount.Access.READ_ONLY || how.hasFlag()) {
      // In a second call of mount(2), of which the rights are all that is asked for here.
      files.remount(target, access, how.flags(Mount.Flag.USUAL));
    }
  }

  /** The access that options ask for: the words of -o have precedence over -r and -w. */
  private static Mount.Access access(
      Options.Found options, MountOptions how, Mount.Access otherwise) {
    return how.access(
        switch (options.last("rw")) {
          case 'r' -> Mount.Access.READ_ONLY;
          case 'w' -> Mount.Access.READ_WRITE;
          default -> otherwise;
        });
  }

  private static int remount(
      Invocation call, Options.Found options, MountOptions how, String target) {
    String path = call.resolve(target);
    try {
      how.requireKnown();
      Mount before = call.files().mountOf(path);
      Mount.Access access = access(options, how, before.access());
      call.files().remount(path, access, how.flags(before.flags()));
      return 0;
    } catch (FileException failed) {
      if (failed.error() == FileError.EPERM) {
        return refused(call, target);
      }
      call.complain(target + ": mount point not mounted or bad option.");
      return FAILED;
    }
  }

  private static int refused(Invocation call, String target) {
    call.complain(
        call.isBusybox()
            ? "permission denied (are you root?)"
            : target
                + ": permission denied.\n"
                + "       dmesg(1) may have more information after failed mount system call.");
    return call.isBusybox() ? 1 : FAILED;
  }

  private static int umount(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "").idle("fl").parse(); // no mount is ever busy here
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
    return failures * FAILED;
  }

  private static String refusal(FileError error) {
    return switch (error) {
      case EPERM -> ": must be superuser to unmount.";
      case ENOENT -> ": no mount point specified.";
      default -> ": not mounted.";
    };
  }
}
