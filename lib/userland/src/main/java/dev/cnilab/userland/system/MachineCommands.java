package dev.cnilab.userland.system;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.DateFormat;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.process.Machine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Small commands for the machine. */
final class MachineCommands {
  private MachineCommands() {}

  static void addTo(Map<String, Command> all) {
    all.put("hostname", HostnameCommand::run);
    all.put("uname", MachineCommands::uname);
    all.put("nproc", MachineCommands::nproc);
    all.put("arch", MachineCommands::arch);
    all.put("pwd", MachineCommands::pwd);
    all.put("clear", MachineCommands::clear);
    all.put("sync", MachineCommands::sync);
    all.put("uptime", MachineCommands::uptime);
    all.put("free", MachineCommands::free);
  }

  private static int print(Invocation call, String line) {
    call.out().println(line);
    return 0;
  }

  private static int uname(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "asnrvmpio").parse();
    noOperands(call, options);
    boolean all = options.has('a');
    StringJoiner words = new StringJoiner(" ");
    for (char letter : "snrvmpio".toCharArray()) {
      boolean standard = options.options().isEmpty() && letter == 's';
      boolean known = letter != 'p' && letter != 'i';
      if (standard || options.has(letter) || (all && known)) {
        words.add(property(call, letter));
      }
    }
    return print(call, words.toString());
  }

  private static String property(Invocation call, char letter) {
    return switch (letter) {
      case 's' -> "Linux";
      case 'n' -> call.process().hostname();
      case 'r' -> Hardware.KERNEL;
      case 'v' -> Hardware.BUILD;
      case 'm' -> Hardware.ARCHITECTURE;
      case 'o' -> call.isBusybox() ? "Linux" : "GNU/Linux";
      default -> "unknown";
    };
  }

  private static int arch(Invocation call) throws IOException {
    noOperands(call, Options.of(call, "").parse());
    return print(call, Hardware.ARCHITECTURE);
  }

  private static int nproc(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "", "ignore").idle("", "all").parse();
    noOperands(call, options);
    String ignored = options.value("ignore").orElse("0");
    if (!ignored.matches("\\d{1,9}")) {
      throw call.failure(1, "invalid number: " + Invocation.quote(ignored));
    }
    return print(call, "" + Math.max(1, Hardware.CORES - Integer.parseInt(ignored)));
  }

  private static int pwd(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "LP").parse();
    if (!options.operands().isEmpty() && !call.isBusybox()) {
      call.complain("ignoring non-option arguments");
    }
    String physical = call.process().workingDirectory().path();
    String logical = call.process().environment().getOrDefault("PWD", "");
    boolean asked = options.last("LP") == 'L' && logical.startsWith("/");
    return print(call, asked && leadsTo(call, logical, physical) ? logical : physical);
  }

  /** Whether a path, through links, is a directory. */
  private static boolean leadsTo(Invocation call, String path, String directory) {
    try {
      return call.files().resolve(path).equals(directory);
    } catch (IOException gone) {
      return false;
    }
  }

  /** Does nothing: writes to a disk in memory take effect at once. */
  private static int sync(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "df").parse();
    int status = 0;
    for (String path : options.operands()) {
      try {
        call.files().status(call.resolve(path));
      } catch (FileException failed) {
        call.complain("error opening " + Invocation.quote(path) + ": " + failed.error().text());
        status = 1;
      }
    }
    return status;
  }

  private static void noOperands(Invocation call, Options.Found options) throws IOException {
    if (!options.operands().isEmpty()) {
      throw call.extra(options.operands().getFirst());
    }
  }

  private static int clear(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "Tx").parse();
    if (!options.operands().isEmpty() && !call.isBusybox()) {
      return call.usage();
    } else if (!call.isBusybox()
        && !options.has('T')
        && !call.process().environment().containsKey("TERM")) {
      call.process().err().println("TERM environment variable not set.");
      return 1;
    }
    call.out().print("\033[H\033[2J" + (options.has('x') ? "" : "\033[3J"));
    return 0;
  }

  private static int uptime(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "ps").parse();
    Machine machine = call.process().machine();
    if (!options.operands().isEmpty()) {
      return call.usage();
    } else if (options.has('s')) {
      Instant booted = machine.clock().of(machine.booted());
      return print(call, DateFormat.text("%F %T", booted.atZone(ZoneOffset.UTC)));
    }
    Duration up = Duration.between(machine.booted(), machine.loop().now());
    String days = up.toDays() > 0 ? up.toDays() + (up.toDays() > 1 ? " days, " : " day, ") : "";
    String hours =
        up.toHours() % 24 > 0
            ? String.format("%2d:%02d", up.toHoursPart(), up.toMinutesPart())
            : up.toMinutesPart() + " min";
    String now = DateFormat.text("%H:%M:%S", call.process().now().atZone(ZoneOffset.UTC));
    String load = call.process().machine().load().text(", ");
    String users = call.isBusybox() ? "" : "  0 user,"; // there are no console logins here
    return print(call, " " + now + " up " + days + hours + "," + users + "  load average: " + load);
  }

  private static int free(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "bkmgh").parse();
    if (!options.operands().isEmpty()) {
      return call.usage();
    }
    long used = call.process().machine().cgroup().memory().current() / 1024;
    long free = Math.max(0, Hardware.MEMORY_KI - used);
    long[] kib = {Hardware.MEMORY_KI, used, free, 0, 0, free};
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
}
