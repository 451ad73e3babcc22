package dev.cnilab.userland.system.process;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code ps}, of procps and of busybox. */
public final class Ps implements Command {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A column: its heading, minimum width and content. */
  private record Column(String heading, int width, Align align, Function<Process, String> cell) {}

  private enum Align {
    LEFT,
    RIGHT
  }

  @Override
  public int run(Invocation call) throws ProgramException {
    if (call.isBusybox()) {
      return new BusyboxPs(call).run();
    }
    PsOptions options = PsOptions.parse(call);
    List<Column> columns;
    if (!options.formats().isEmpty()) {
      columns = columns(call, options, options.formats());
    } else if (options.layout().equals("u")) {
      columns =
          columns(
              call,
              options,
              List.of(
                  "user", "pid", "%cpu", "%mem", "vsz", "rss", "tty", "stat", "start", "time4",
                  "command"));
    } else if (options.layout().equals("f")) {
      columns =
          columns(call, options, List.of("uid", "pid", "ppid", "c", "stime", "tty", "time", "cmd"));
    } else {
      columns = columns(call, options, List.of("pid", "tty", "time", "comm=CMD"));
    }
    List<Process> selected = new ArrayList<>(selected(call, options));
    order(call, options).ifPresent(selected::sort);
    print(call, columns, options.headings(), selected);
    return selected.isEmpty() ? 1 : 0;
  }

  /** The order of rows, if requested. */
  private static Optional<Comparator<Process>> order(Invocation call, PsOptions options)
      throws ProgramException {
    Process self = call.process();
    Map<String, Comparator<Process>> known =
        Map.ofEntries(
            Map.entry("pid", Comparator.comparing(each -> inside(self, each))),
            Map.entry("ppid", Comparator.comparing(each -> parent(self, each))),
            Map.entry("comm", Comparator.comparing(Process::name)),
            Map.entry("args", Comparator.comparing(Ps::command)),
            Map.entry("cmd", Comparator.comparing(Ps::command)),
            Map.entry("user", Comparator.comparing(Ps::user)),
            Map.entry("uid", Comparator.comparing(Process::user)),
            Map.entry("rss", Comparator.comparing(process -> process.usage().residentBytes())),
            Map.entry("vsz", Comparator.comparing(process -> process.usage().residentBytes())),
            Map.entry("%mem", Comparator.comparing(process -> process.usage().residentBytes())),
            Map.entry("%cpu", Comparator.comparing(each -> Double.valueOf(processorShare(each)))),
            Map.entry("time", Comparator.comparing(process -> process.usage().processorTime())),
            Map.entry("etime", Comparator.comparing(Process::started).reversed()),
            Map.entry("start_time", Comparator.comparing(Process::started)));
    Optional<Comparator<Process>> order = Optional.empty();
    for (String each : options.order()) {
      Comparator<Process> one = known.get(each.replaceFirst("^[-+]", "").replace("pcpu", "%cpu"));
      if (one == null) {
        throw options.error("unknown sort specifier");
      }
      Comparator<Process> next = each.startsWith("-") ? one.reversed() : one;
      order = Optional.of(order.map(first -> first.thenComparing(next)).orElse(next));
    }
    return order;
  }

  private static List<Process> selected(Invocation call, PsOptions options) {
    Process self = call.process();
    boolean chosen =
        !options.pids().isEmpty()
            || !options.users().isEmpty()
            || !options.names().isEmpty()
            || !options.parents().isEmpty();
    return self.pidNamespace().processes().stream()
        .filter(
            each ->
                chosen
                    ? options.pids().contains("" + inside(self, each))
                        || options.users().contains(user(each))
                        || options.users().contains("" + each.user())
                        || options.names().contains(each.name())
                        || options.parents().contains("" + parent(self, each))
                    : options.all() || isBeside(self, each))
        .toList();
  }

  /**
   * Whether a process has the same terminal; without a terminal, whether it has none either and the
   * same user.
   */
  private static boolean isBeside(Process self, Process other) {
    return hasTerminal(self)
        ? other.family().sessionLeader() == self.family().sessionLeader()
        : !hasTerminal(other) && other.user() == self.user();
  }

  private static boolean hasTerminal(Process process) {
    return process.family().sessionLeader().descriptors().byNumber().values().stream()
        .anyMatch(OpenFile::isTerminal);
  }

  static int inside(Process viewer, Process process) {
    return viewer.pidNamespace().pidOf(process).orElse(0);
  }

  /** The parent's pid; 0 for a process that was started from outside. */
  static int parent(Process viewer, Process process) {
    return process.family().parent() == process ? 0 : inside(viewer, process.family().parent());
  }

  private static String time(Process process) {
    Duration time = process.usage().processorTime();
    return String.format(
        "%02d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  private static String shortTime(Process process) {
    Duration time = process.usage().processorTime();
    return String.format("%d:%02d", time.toMinutes(), time.toSecondsPart());
  }

  /** The CPU usage since the process started. */
  private static String processorShare(Process process) {
    Duration age = Duration.between(process.started(), process.loop().now());
    double share =
        age.isZero() ? 0 : (double) process.usage().processorTime().toNanos() / age.toNanos();
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private static String memoryShare(Process process) {
    double share = process.usage().residentBytes() / 1024.0 / Hardware.MEMORY_KI;
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  /** The size of a process, all of which is resident. */
  private static String kib(Process process) {
    return "" + process.usage().residentBytes() / 1024;
  }

  static String letter(Process self, Process process) {
    return process.signals().isStopped() ? "T" : process == self ? "R" : "S";
  }

  private static String state(Process self, Process process) {
    return letter(self, process) + (process.family().sessionLeader() == process ? "s" : "");
  }

  static String command(Process process) {
    return String.join(" ", process.arguments());
  }

  static String user(Process process) {
    return name(process.user());
  }

  /** The name of a user or of a group. */
  static String name(int number) {
    return number == 0 ? "root" : String.valueOf(number);
  }

  private static String started(Process process) {
    return TIME.format(process.machine().clock().of(process.started()));
  }

  private static String elapsed(Process process) {
    Duration age = Duration.between(process.started(), process.loop().now());
    return (age.toHours() > 0 ? String.format("%02d:", age.toHours()) : "")
        + String.format("%02d:%02d", age.toMinutesPart(), age.toSecondsPart());
  }

  private static List<Column> columns(Invocation call, PsOptions options, List<String> names)
      throws ProgramException {
    Process self = call.process();
    Map<String, Column> all = new LinkedHashMap<>();
    Function<Process, String> pid = each -> "" + inside(self, each);
    Function<Process, String> parent = each -> "" + parent(self, each);
    all.put("user", new Column("USER", 8, Align.LEFT, Ps::user));
    all.put("uid", new Column("UID", 8, Align.LEFT, Ps::user));
    all.put("pid", new Column("PID", 7, Align.RIGHT, pid));
    all.put("ppid", new Column("PPID", 7, Align.RIGHT, parent));
    all.put("%cpu", new Column("%CPU", 4, Align.RIGHT, Ps::processorShare));
    all.put("%mem", new Column("%MEM", 4, Align.RIGHT, Ps::memoryShare));
    all.put("vsz", new Column("VSZ", 6, Align.RIGHT, Ps::kib));
    all.put("rss", new Column("RSS", 5, Align.RIGHT, Ps::kib));
    all.put("tty", new Column("TTY", 8, Align.LEFT, each -> "?"));
    all.put("stat", new Column("STAT", 4, Align.LEFT, each -> state(self, each)));
    all.put("start", new Column("START", 5, Align.LEFT, Ps::started));
    all.put("time4", new Column("TIME", 6, Align.RIGHT, Ps::shortTime));
    all.put("command", new Column("COMMAND", 0, Align.LEFT, Ps::command));
    all.put("c", new Column("C", 2, Align.RIGHT, each -> "0"));
    all.put("stime", new Column("STIME", 5, Align.LEFT, Ps::started));
    all.put("time", new Column("TIME", 8, Align.RIGHT, Ps::time));
    all.put("cmd", new Column("CMD", 0, Align.LEFT, Ps::command));
    all.put("args", new Column("COMMAND", 0, Align.LEFT, Ps::command));
    all.put("comm", new Column("COMMAND", 15, Align.LEFT, Process::name));
    all.put("etime", new Column("ELAPSED", 11, Align.RIGHT, Ps::elapsed));
    all.put("lstart", new Column("STARTED", 24, Align.LEFT, Ps::started));
    List<Column> columns = new ArrayList<>();
    for (String each : names) {
      String name = each.replaceFirst("=.*", "");
      Column column = all.get(name);
      if (column == null) {
        throw options.error("unknown user-defined format specifier \"" + name + "\"");
      }
      String heading =
          each.contains("=") ? each.substring(each.indexOf('=') + 1) : column.heading();
      columns.add(new Column(heading, column.width(), column.align(), column.cell()));
    }
    return columns;
  }

  private static void print(
      Invocation call, List<Column> columns, boolean headings, List<Process> processes) {
    StringBuilder text = new StringBuilder();
    if (headings && columns.stream().anyMatch(each -> !each.heading().isEmpty())) {
      text.append(row(columns, columns.stream().map(Column::heading).toList()));
    }
    for (Process each : processes) {
      text.append(row(columns, columns.stream().map(column -> column.cell().apply(each)).toList()));
    }
    call.out().print(text);
  }

  private static String row(List<Column> columns, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      Column column = columns.get(i);
      boolean last = i == cells.size() - 1;
      int width = Math.max(1, column.width());
      boolean left = column.align() == Align.LEFT;
      line.append(
          last && left
              ? cells.get(i)
              : String.format("%" + (left ? "-" : "") + width + "s", cells.get(i)));
      line.append(last ? "\n" : " ");
    }
    return line.toString();
  }
}
