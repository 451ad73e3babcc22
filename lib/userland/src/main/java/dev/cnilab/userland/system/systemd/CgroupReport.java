package dev.cnilab.userland.system.systemd;

import dev.cnilab.userland.cgroup.Cgroup;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The control group section of {@code systemctl status}. */
final class CgroupReport {
  private static final String TREE = "\n             ";

  private CgroupReport() {}

  /** The section for a service's main process. */
  static String of(Process main) {
    Cgroup group = main.cgroup();
    StringBuilder text = new StringBuilder();
    text.append("      Tasks: ").append(group.pids().current());
    text.append(" (limit: ").append(group.pids().max()).append(")\n");
    text.append("     Memory: ").append(size(group.memory().current())).append('\n');
    text.append("        CPU: ").append(span(group.cpu().usage())).append('\n');
    text.append("     CGroup: ").append(group.path());
    List<Process> all =
        main.machine().processes().all().stream().filter(each -> each.cgroup() == group).toList();
    for (Process each : all) {
      text.append(TREE).append(each == all.getLast() ? "└─" : "├─");
      text.append(each.pid()).append(' ').append(String.join(" ", each.arguments()));
    }
    return text.append('\n').toString();
  }

  /** A size as in systemd's format_bytes(). */
  private static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + "B";
    }
    double amount = bytes / 1024.0;
    String unit = "K";
    for (String larger : List.of("M", "G", "T")) {
      if (amount >= 1024) {
        amount /= 1024;
        unit = larger;
      }
    }
    return String.format(Locale.ROOT, "%.1f%s", amount, unit);
  }

  /** A time span as in systemd's format_timespan(), to the millisecond. */
  private static String span(Duration time) {
    if (time.toMinutes() > 0) {
      return time.toMinutes() + "min " + seconds(time.toSecondsPart(), time.toMillisPart());
    }
    return time.toSeconds() > 0
        ? seconds(time.toSecondsPart(), time.toMillisPart())
        : time.toMillis() + "ms";
  }

  private static String seconds(int seconds, int millis) {
    return String.format(Locale.ROOT, "%d.%03ds", seconds, millis);
  }
}
