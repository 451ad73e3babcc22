package dev.cnilab.userland.system;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.DateFormat;
import dev.cnilab.userland.journal.JournalEntry;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.NamespaceKind;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Commands that show kernel data: {@code dmesg}, {@code lsmod}, {@code lsns}. */
final class KernelCommands {
  private KernelCommands() {}

  static void addTo(Map<String, Command> all) {
    all.put("dmesg", KernelCommands::dmesg);
    all.put("lsmod", KernelCommands::lsmod);
    all.put("lsns", KernelCommands::lsns);
  }

  private static int dmesg(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "TtHed").idle("kP").parse();
    if (!options.operands().isEmpty()) {
      throw call.mistake("bad usage");
    } else if (!call.process().credentials().can(Capability.SYSLOG)) {
      throw call.failure(1, "read kernel buffer failed: Operation not permitted");
    }
    StringBuilder text = new StringBuilder();
    Instant before = call.process().machine().booted();
    for (JournalEntry entry : call.process().machine().journal().entries()) {
      if (entry.identifier().equals("kernel")) {
        text.append(stamp(call, options.last("TtHed"), entry, before));
        text.append(entry.message()).append('\n');
        before = entry.time();
      }
    }
    call.out().print(text);
    return 0;
  }

  private static String stamp(Invocation call, char how, JournalEntry entry, Instant before) {
    Duration since = Duration.between(call.process().machine().booted(), entry.time());
    return switch (how) {
      case 't' -> "";
      case 'H', 'e' -> sinceTheOneBefore(before, entry.time());
      case 'd' ->
          "[%5d.%06d <%12.6f>] "
              .formatted(
                  since.toSeconds(),
                  since.toNanosPart() / 1000,
                  Duration.between(before, entry.time()).toNanos() / 1e9);
      case 'T' ->
          "[" + DateFormat.text("%a %b %e %H:%M:%S %Y", entry.time().atZone(ZoneOffset.UTC)) + "] ";
      default -> "[%5d.%06d] ".formatted(since.toSeconds(), since.toNanosPart() / 1000);
    };
  }

  /** The date if the minute has changed, otherwise the time since the previous line. */
  private static String sinceTheOneBefore(Instant before, Instant time) {
    String format = "%b%d %H:%M";
    String date = DateFormat.text(format, time.atZone(ZoneOffset.UTC));
    double delta = Duration.between(before, time).toNanos() / 1e9;
    return date.equals(DateFormat.text(format, before.atZone(ZoneOffset.UTC)))
        ? "[%+11.6f] ".formatted(delta)
        : "[" + date + "] ";
  }

  /** kmod's lsmod has no options. */
  private static int lsmod(Invocation call) throws IOException {
    if (!call.arguments().isEmpty()) {
      call.process().err().println("Usage: " + call.name());
      return 1;
    }
    call.out().println("Module                  Size  Used by");
    for (String line : call.files().readText("/proc/modules").lines().toList()) {
      String[] fields = line.split(" ", -1);
      String users = fields[3].equals("-") ? "" : " " + fields[3].replaceFirst(",$", "");
      call.out().println("%-19s %8s  %s%s".formatted(fields[0], fields[1], fields[2], users));
    }
    return 0;
  }

  /** A namespace: its kind and its processes, the first one being shown. */
  private record Row(NamespaceKind kind, List<Process> processes) {}

  private static int lsns(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "tpn").idle("l").parse();
    Optional<String> type = options.value('t');
    Optional<String> only = options.operands().stream().findFirst();
    if (only.isPresent() && !only.get().matches("\\d{1,12}")) {
      throw call.failure(1, "invalid namespace argument: " + Invocation.quote(only.get()));
    } else if (type.isPresent() && kinds().stream().noneMatch(type.get()::equals)) {
      throw call.failure(1, "unknown namespace type: " + type.get());
    }
    Map<String, Row> rows = new TreeMap<>();
    for (Process each : call.process().pidNamespace().processes()) {
      for (NamespaceKind kind : NamespaceKind.values()) {
        String name = call.process().machine().namespaceIds().name(kind, each);
        String id = name.replaceAll("\\D", "");
        boolean wanted =
            type.map(kind.fileName()::equals).orElse(true) && only.map(id::equals).orElse(true);
        if (wanted && isOf(options, call, each)) {
          rows.computeIfAbsent(id, key -> new Row(kind, new ArrayList<>())).processes().add(each);
        }
      }
    }
    if (!options.has('n')) {
      call.out().println("        NS TYPE   NPROCS   PID USER COMMAND");
    }
    rows.forEach((id, row) -> call.out().println(line(call, id, row)));
    return 0;
  }

  private static List<String> kinds() {
    return List.of(NamespaceKind.values()).stream().map(NamespaceKind::fileName).toList();
  }

  private static boolean isOf(Options.Found options, Invocation call, Process process) {
    String pid = String.valueOf(call.process().pidNamespace().pidOf(process).orElse(0));
    return options.value('p').map(pid::equals).orElse(true);
  }

  private static String line(Invocation call, String id, Row row) {
    Process first = row.processes().getFirst();
    return "%s %-6s %6d %5d %-4s %s"
        .formatted(
            id,
            row.kind().fileName(),
            row.processes().size(),
            call.process().pidNamespace().pidOf(first).orElse(0),
            first.user() == 0 ? "root" : String.valueOf(first.user()),
            String.join(" ", first.arguments()));
  }
}
