package dev.cnilab.userland.system.mount;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.HumanSizes;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.Mount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code df} of coreutils, and busybox's: how full file systems are. */
public final class Df implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, call.isBusybox() ? "hk" : "ahikPTltx").parse();
    for (String type : options.values('t')) {
      if (options.values('x').contains(type)) {
        throw call.failure(1, "file system type '" + type + "' both selected and excluded");
      }
    }
    List<Mount> shown = new ArrayList<>();
    int failures = 0;
    for (String path : options.operands()) {
      try {
        Mount on = call.files().mountOf(call.resolve(path));
        if (isChosen(on, options)) {
          shown.add(on);
        }
      } catch (FileException failed) {
        call.complain(path + ": " + failed.error().text());
        failures++;
      }
    }
    if (options.operands().isEmpty()) {
      shown.addAll(call.isBusybox() ? withSpace(call) : chosen(call, options));
    }
    if (shown.isEmpty()) {
      if (failures == 0) {
        call.complain("no file systems processed");
      }
      return 1;
    }
    List<FileSystemUse> uses = shown.stream().map(FileSystemUse::of).toList();
    boolean human = options.last("hk") == 'h';
    call.out().print(call.isBusybox() ? busybox(uses, human) : table(uses, options, human));
    return failures == 0 ? 0 : 1;
  }

  private static List<Mount> withSpace(Invocation call) {
    return call.files().mounts().stream()
        .filter(mount -> FileSystemUse.of(mount).size() > 0)
        .toList();
  }

  private static List<Mount> chosen(Invocation call, Options.Found options) {
    List<Mount> all = options.has('a') ? call.files().mounts() : withSpace(call);
    List<Mount> fitting = all.stream().filter(each -> isChosen(each, options)).toList();
    return options.has('a') ? fitting : oncePerDevice(call, fitting);
  }

  private static boolean isChosen(Mount mount, Options.Found options) {
    String type = mount.tree().typeName();
    return (!options.has('t') || options.values('t').contains(type))
        && !options.values('x').contains(type);
  }

  /**
   * Of several mounts of one file system, the one nearest to the root, unless it shows less of the
   * file system (filter_mount_list in df.c).
   */
  private static List<Mount> oncePerDevice(Invocation call, List<Mount> all) {
    List<Mount> kept = new ArrayList<>();
    for (Mount mount : all) {
      Optional<Mount> known =
          kept.stream().filter(each -> device(call, each) == device(call, mount)).findFirst();
      if (known.isEmpty()) {
        kept.add(mount);
      } else if (isBetter(mount, known.get())) {
        kept.set(kept.indexOf(known.get()), mount);
      }
    }
    return kept;
  }

  /** The file system that is seen at its mount point: a later mount may hide it. */
  private static Object device(Invocation call, Mount mount) {
    try {
      return call.files().mountOf(mount.target()).tree().fileSystem();
    } catch (FileException outOfReach) {
      return mount.tree().fileSystem();
    }
  }

  private static boolean isBetter(Mount mount, Mount known) {
    boolean device = mount.source().contains("/") && !known.source().contains("/");
    boolean nearer = known.target().length() > mount.target().length();
    boolean less = known.tree().root().length() < mount.tree().root().length();
    boolean over = !known.source().equals(mount.source()) && known.target().equals(mount.target());
    return device || (nearer && !less) || over;
  }

  private static String table(List<FileSystemUse> uses, Options.Found options, boolean human) {
    List<DfColumn> columns = new ArrayList<>();
    columns.add(DfColumn.left("Filesystem", 14, use -> use.mount().source()));
    if (options.has('T')) {
      columns.add(DfColumn.left("Type", 4, use -> use.mount().tree().typeName()));
    }
    boolean posix = options.has('P');
    if (options.has('i')) {
      columns.add(DfColumn.right("Inodes", 5, use -> number(use.inodes(), human)));
      columns.add(DfColumn.right("IUsed", 5, use -> number(use.inodesUsed(), human)));
      columns.add(DfColumn.right("IFree", 5, use -> number(use.inodesFree(), human)));
      columns.add(DfColumn.right("IUse%", 5, use -> percent(use.inodesPercent())));
    } else {
      String size = posix ? human ? "Size" : "1024-blocks" : human ? "Size" : "1K-blocks";
      columns.add(DfColumn.right(size, 5, use -> size(use.size(), human)));
      columns.add(DfColumn.right("Used", 5, use -> size(use.used(), human)));
      String free = human && !posix ? "Avail" : "Available";
      columns.add(DfColumn.right(free, 5, use -> size(use.available(), human)));
      columns.add(DfColumn.right(posix ? "Capacity" : "Use%", 4, use -> percent(use.percent())));
    }
    columns.add(DfColumn.left("Mounted on", 0, use -> use.mount().target()));
    return DfColumn.table(columns, uses);
  }

  private static String number(long count, boolean human) {
    return human ? HumanSizes.human(count) : "" + count;
  }

  private static String size(long bytes, boolean human) {
    return human ? HumanSizes.human(bytes) : "" + Math.ceilDiv(bytes, 1024);
  }

  private static String percent(long percent) {
    return percent < 0 ? "-" : percent + "%";
  }

  private static String busybox(List<FileSystemUse> uses, boolean human) {
    StringBuilder text =
        new StringBuilder("Filesystem           ")
            .append(human ? "     Size" : "1K-blocks")
            .append("      Used Available Use% Mounted on\n");
    for (FileSystemUse use : uses) {
      String source = use.mount().source();
      String name = source.length() > 20 ? source + "\n" + " ".repeat(20) : source;
      text.append(
          "%-20s %9s %9s %9s %3d%% %s\n"
              .formatted(
                  name,
                  busyboxSize(use.size(), human),
                  busyboxSize(use.used(), human),
                  busyboxSize(use.available(), human),
                  use.roundedPercent(),
                  use.mount().target()));
    }
    return text.toString();
  }

  private static String busyboxSize(long bytes, boolean human) {
    return human ? HumanSizes.tenths(bytes) : "" + bytes / 1024;
  }
}
