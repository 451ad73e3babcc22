package dev.cnilab.userland.process;

import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.file.open.SocketFile;
import dev.cnilab.userland.file.open.Terminal;
import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.kernel.KernelFile;
import dev.cnilab.userland.stream.DescriptorTable;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What /proc/PID says of what a process has: its program, its open files, its mounts, its limits
 * and its group; proc(5).
 */
final class ProcResources {
  private static final String UNLIMITED = "unlimited";

  private final Process process;

  ProcResources(Process process) {
    this.process = process;
  }

  void addTo(Map<String, KernelFile> all, PidNamespace ofReader) {
    ProcMounts mounts = new ProcMounts(process);
    all.put("mounts", ProcFiles.text(mounts::table));
    all.put("mountinfo", ProcFiles.text(mounts::information));
    all.put("limits", ProcFiles.text(this::limits));
    all.put("cgroup", ProcFiles.text(() -> group(ofReader)));
    if (!process.image().executable().isEmpty()) {
      all.put("exe", new KernelFile.Link(process.image()::executable));
    }
  }

  /**
   * The group's path, as in version 2. To a process in a container its own group is the root, as
   * each has a cgroup namespace of its own.
   */
  private String group(PidNamespace ofReader) {
    boolean outside = ofReader == process.machine().processes().pids();
    return "0::" + (outside ? process.cgroup().path() : "/") + "\n";
  }

  /** The figures of {@code ulimit -a}. */
  private String limits() {
    DescriptorTable files = process.descriptors();
    String half = "" + Hardware.MOST_PROCESSES / 2;
    return row("Limit", "Soft Limit", "Hard Limit", "Units")
        + row("Max cpu time", UNLIMITED, UNLIMITED, "seconds")
        + row("Max file size", UNLIMITED, UNLIMITED, "bytes")
        + row("Max data size", UNLIMITED, UNLIMITED, "bytes")
        + row("Max stack size", "8388608", UNLIMITED, "bytes")
        + row("Max core file size", "0", UNLIMITED, "bytes")
        + row("Max resident set", UNLIMITED, UNLIMITED, "bytes")
        + row("Max processes", half, half, "processes")
        + row("Max open files", "" + files.limit(), "" + files.most(), "files")
        + row("Max locked memory", UNLIMITED, UNLIMITED, "bytes")
        + row("Max address space", UNLIMITED, UNLIMITED, "bytes")
        + row("Max file locks", UNLIMITED, UNLIMITED, "locks")
        + row("Max pending signals", half, half, "signals")
        + row("Max msgqueue size", "819200", "819200", "bytes")
        + row("Max nice priority", "0", "0", "")
        + row("Max realtime priority", "0", "0", "")
        + row("Max realtime timeout", UNLIMITED, UNLIMITED, "us");
  }

  private static String row(String what, String soft, String hard, String unit) {
    String end = unit.isEmpty() ? "\n" : String.format(Locale.ROOT, "%-10s\n", unit);
    return String.format(Locale.ROOT, "%-25s %-20s %-20s ", what, soft, hard) + end;
  }

  /** The open files by their descriptors. */
  Map<String, KernelFile> descriptors() {
    Map<String, KernelFile> all = new LinkedHashMap<>();
    process
        .descriptors()
        .byNumber()
        .forEach(
            (number, file) ->
                all.put(
                    "" + number,
                    new KernelFile.Opened(
                        target(file),
                        file.access(),
                        process.user(),
                        process.credentials().group(),
                        file::share)));
    return all;
  }

  private String target(OpenFile file) {
    SocketIds ids = process.machine().socketIds();
    if (file instanceof SocketFile socket) {
      return "socket:[" + ids.of(socket.socket()).inode() + "]";
    } else if (file instanceof Terminal) {
      return "/dev/pts/0";
    }
    return file.path().isEmpty() ? "pipe:[" + ids.of(file.inode()).inode() + "]" : file.path();
  }
}
