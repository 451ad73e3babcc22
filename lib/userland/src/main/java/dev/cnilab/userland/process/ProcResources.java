package dev.cnilab.userland.process;

import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.kernel.KernelFile;
import dev.cnilab.userland.stream.OpenFile;
import dev.cnilab.userland.stream.SocketFile;
import dev.cnilab.userland.stream.Terminal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What /proc/PID says of what a process has: its program, its open files, its mounts, its limits
 * and its group; proc(5).
 */
final class ProcResources {
  /** What containerd and systemd allow at most; the limit itself is raised up to it. */
  private static final int MOST_OPEN_FILES = 524_288;

  private static final String UNLIMITED = "unlimited";

  /** Where ids of mounts begin. */
  private static final int FIRST_MOUNT = 22;

  private final Process process;

  ProcResources(Process process) {
    this.process = process;
  }

  void addTo(Map<String, KernelFile> all, PidNamespace ofReader) {
    all.put("mounts", ProcFiles.text(this::mounts));
    all.put("mountinfo", ProcFiles.text(this::mountInformation));
    all.put("limits", ProcFiles.text(this::limits));
    all.put("cgroup", ProcFiles.text(() -> group(ofReader)));
    if (!process.executable().isEmpty()) {
      all.put("exe", new KernelFile.Link(process::executable));
    }
  }

  /**
   * The group's path, as version 2 has it. To one in a container its own group is the root, as each
   * has a cgroup namespace of its own.
   */
  private String group(PidNamespace ofReader) {
    boolean outside = ofReader == process.machine().processes().pids();
    return "0::" + (outside ? process.cgroup().path() : "/") + "\n";
  }

  private String mounts() {
    StringBuilder text = new StringBuilder();
    for (Mount mount : process.files().mounts()) {
      text.append(mount.source()).append(' ').append(mount.target()).append(' ');
      text.append(mount.tree().typeName()).append(' ').append(access(mount)).append(",relatime");
      text.append(mount.tree().options()).append(" 0 0\n");
    }
    return text.toString();
  }

  private String mountInformation() {
    List<Mount> mounts = process.files().mounts();
    StringBuilder text = new StringBuilder();
    for (Mount mount : mounts) {
      int id = FIRST_MOUNT + mounts.indexOf(mount);
      text.append(id).append(' ').append(FIRST_MOUNT + parent(mounts, mount));
      text.append(" 0:").append(id - 1).append(" / ").append(mount.target()).append(' ');
      text.append(access(mount)).append(",relatime - ").append(mount.tree().typeName()).append(' ');
      text.append(mount.source()).append(' ').append(access(mount));
      text.append(mount.tree().options()).append('\n');
    }
    return text.toString();
  }

  /** Which of the mounts another lies on; -1 of the root. */
  private static int parent(List<Mount> mounts, Mount mount) {
    return mounts.stream()
        .filter(each -> !each.target().equals(mount.target()))
        .filter(each -> (mount.target() + "/").startsWith(each.target().replaceFirst("/?$", "/")))
        .max(Comparator.comparingInt(each -> each.target().length()))
        .map(mounts::indexOf)
        .orElse(-1);
  }

  private static String access(Mount mount) {
    return mount.access() == Mount.Access.READ_ONLY ? "ro" : "rw";
  }

  /** The figures of {@code ulimit -a}. */
  private String limits() {
    int files = process.descriptors().limit();
    String half = "" + Hardware.MOST_PROCESSES / 2;
    return row("Limit", "Soft Limit", "Hard Limit", "Units")
        + row("Max cpu time", UNLIMITED, UNLIMITED, "seconds")
        + row("Max file size", UNLIMITED, UNLIMITED, "bytes")
        + row("Max data size", UNLIMITED, UNLIMITED, "bytes")
        + row("Max stack size", "8388608", UNLIMITED, "bytes")
        + row("Max core file size", "0", UNLIMITED, "bytes")
        + row("Max resident set", UNLIMITED, UNLIMITED, "bytes")
        + row("Max processes", half, half, "processes")
        + row("Max open files", "" + files, "" + Math.max(files, MOST_OPEN_FILES), "files")
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
