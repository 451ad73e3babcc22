package dev.cnilab.userland.system.process;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.DateFormat;
import dev.cnilab.userland.coreutils.file.Users;
import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code top -b} of procps 4.0.2, the batch mode; without its interactive display. */
public final class Top implements Command {
  private static final double MEBI = 1024;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "bndpuoi").parse();
    if (!options.operands().isEmpty()) {
      throw call.failure(1, "unknown option " + Invocation.quote(options.operands().getFirst()));
    }
    List<Process> chosen = chosen(call, options);
    Comparator<Process> order = order(call, options.value('o').orElse("%CPU"));
    String rounds = options.value('n').orElse("" + Integer.MAX_VALUE);
    String delay = options.value('d').orElse("3");
    if (!rounds.matches("[1-9][0-9]{0,9}")) {
      throw call.failure(1, "bad iterations argument " + Invocation.quote(rounds));
    } else if (!delay.matches("[0-9]{1,6}(\\.[0-9]{1,3})?")) {
      throw call.failure(1, "bad delay interval " + Invocation.quote(delay));
    } else if (!options.has('b')) {
      throw call.failure(
          1,
          call.in().isTerminal()
              ? "only batch mode is available on this machine: type top -b -n 1"
              : "failed tty get");
    }
    Duration pause = Duration.ofNanos((long) (Double.parseDouble(delay) * 1e9));
    for (long i = 0; i < Long.parseLong(rounds); i++) {
      if (i > 0) {
        call.process().loop().sleep(pause);
        call.out().println("");
      }
      print(call, options, chosen, order);
    }
    return 0;
  }

  /** The processes selected by pid or user; an empty list if none are. */
  private static List<Process> chosen(Invocation call, Options.Found options)
      throws ProgramException {
    List<Process> chosen = new ArrayList<>();
    for (String list : options.values('p')) {
      for (String each : list.split(",", -1)) {
        if (!each.matches("[0-9]{1,9}")) {
          throw call.failure(1, "bad pid " + Invocation.quote(each));
        }
        visible(call).stream()
            .filter(process -> inside(call, process) == Integer.parseInt(each))
            .forEach(chosen::add);
      }
    }
    if (options.has('u')) {
      String name = options.value('u').get();
      int user =
          new Users(call.files())
              .credentials(name)
              .orElseThrow(() -> call.failure(1, "Invalid user"))
              .user();
      visible(call).stream().filter(each -> each.user() == user).forEach(chosen::add);
    }
    return chosen;
  }

  private static List<Process> visible(Invocation call) {
    return List.copyOf(call.process().pidNamespace().processes());
  }

  private static int inside(Invocation call, Process process) {
    return call.process().pidNamespace().pidOf(process).orElse(0);
  }

  private static Comparator<Process> order(Invocation call, String field) throws ProgramException {
    Map<String, Comparator<Process>> orders = new HashMap<>();
    Comparator<Process> busiest = Comparator.comparing(Top::share);
    Comparator<Process> largest = Comparator.comparing(process -> process.usage().residentBytes());
    Comparator<Process> longest = Comparator.comparing(process -> process.usage().processorTime());
    Comparator<Process> newest = Comparator.comparing(each -> inside(call, each));
    orders.put("%CPU", busiest.reversed());
    orders.put("%MEM", largest.reversed());
    orders.put("RES", largest.reversed());
    orders.put("TIME+", longest.reversed());
    orders.put("PID", newest.reversed());
    orders.put("COMMAND", Comparator.comparing(Process::name).reversed());
    Comparator<Process> found = orders.get(field.replaceFirst("^[-+]", ""));
    if (found == null) {
      throw call.failure(1, "unrecognized field name " + Invocation.quote(field));
    }
    return field.startsWith("-") ? found.reversed() : found;
  }

  /** The CPU usage since the process started, from 0 to 1. */
  private static double share(Process process) {
    Duration age = Duration.between(process.started(), process.loop().now());
    return age.isZero() ? 0 : (double) process.usage().processorTime().toNanos() / age.toNanos();
  }

  private static void print(
      Invocation call, Options.Found options, List<Process> chosen, Comparator<Process> order) {
    boolean narrowed = options.has('p') || options.has('u');
    List<Process> shown = new ArrayList<>(narrowed ? chosen : visible(call));
    shown.removeIf(each -> !each.isAlive() || (options.has('i') && share(each) == 0));
    shown.sort(order);
    StringBuilder text = new StringBuilder(summary(call, narrowed ? shown : visible(call)));
    text.append(
        "\n    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND\n");
    Users users = new Users(call.files());
    shown.forEach(each -> text.append(row(call, each, users)));
    call.out().print(text);
  }

  private static String summary(Invocation call, List<Process> counted) {
    Machine machine = call.process().machine();
    Duration up = Duration.between(machine.booted(), machine.loop().now());
    String days = up.toDays() > 0 ? up.toDays() + (up.toDays() > 1 ? " days, " : " day, ") : "";
    String hours =
        up.toHours() % 24 > 0
            ? String.format("%2d:%02d", up.toHoursPart(), up.toMinutesPart())
            : up.toMinutesPart() + " min";
    double busy = Math.min(1, counted.stream().mapToDouble(Top::share).sum());
    double used = call.process().machine().cgroup().memory().current() / MEBI / MEBI;
    double total = Hardware.MEMORY_KI / MEBI;
    double free = Math.max(0, total - used);
    return String.format(
        Locale.ROOT,
        """
        top - %s up %s%s,  0 user,  load average: %s
        Tasks: %3d total, %3d running, %3d sleeping,   0 stopped,   0 zombie
        %%Cpu(s): %4.1f us,  0.0 sy,  0.0 ni,%5.1f id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st\s
        MiB Mem : %8.1f total, %8.1f free, %8.1f used, %8.1f buff/cache    \s
        MiB Swap: %8.1f total, %8.1f free, %8.1f used. %8.1f avail Mem\s
        """,
        DateFormat.text("%H:%M:%S", machine.now().atZone(ZoneOffset.UTC)),
        days,
        hours,
        call.process().machine().load().text(", "),
        counted.size(),
        counted.contains(call.process()) ? 1 : 0,
        counted.size() - (counted.contains(call.process()) ? 1 : 0),
        100 * busy,
        100 * (1 - busy),
        total,
        free,
        used,
        0.0,
        0.0,
        0.0,
        0.0,
        free);
  }

  /** The row of a process, whose memory is all resident and private. */
  private static String row(Invocation call, Process process, Users users) {
    long kib = process.usage().residentBytes() / 1024;
    Duration time = process.usage().processorTime();
    return String.format(
        Locale.ROOT,
        "%7d %-8s  20   0 %7d %6d %6d %s %5.1f %5.1f %3d:%02d.%02d %s%n",
        inside(call, process),
        users.user(process.user()),
        kib,
        kib,
        0,
        process.signals().isStopped() ? "T" : process == call.process() ? "R" : "S",
        100 * share(process),
        100.0 * kib / Hardware.MEMORY_KI,
        time.toMinutes(),
        time.toSecondsPart(),
        time.toMillisPart() / 10,
        process.name());
  }
}
