package dev.cnilab.userland.net.mtr;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.DateFormat;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** {@code mtr --report} of mtr 0.95, with ICMP echo requests; without its interactive display. */
public final class Mtr implements Program {
  private static final int HEADERS = 28;
  private static final int COLUMN = 28;

  @Override
  public int run(Process process) throws IOException {
    Options.Found options;
    Invocation call = Invocation.ofDebian(process);
    options = Options.of(call, "rwncibms").idle("4").parse();
    try {
      return run(process, call, options);
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  private static int run(Process process, Invocation call, Options.Found options)
      throws ProgramException {
    if (options.last("rw") == ' ') {
      throw call.mistake("only reports are available on this machine: type mtr -r");
    }
    int rounds = number(call, options, 'c', 10);
    int most = number(call, options, 'm', 30);
    int size = number(call, options, 's', 64);
    double seconds = seconds(call, options.value('i').orElse("1"));
    String host = options.operands().isEmpty() ? "localhost" : options.operands().getFirst();
    Ipv4Address target;
    try {
      target = new Resolver(process).find(host).address();
    } catch (LookupFailure unknown) {
      process.err().println("mtr: Failed to resolve host: " + host + ": " + unknown.getMessage());
      return 0;
    }
    String started = DateFormat.text("%Y-%m-%dT%H:%M:%S%z", process.now().atZone(ZoneOffset.UTC));
    List<HopStatistics> hops =
        new MtrRounds(process, target, most)
            .run(rounds, Duration.ofNanos((long) (seconds * 1e9)), Math.max(0, size - HEADERS));
    process.out().println("Start: " + started);
    List<String> names = hops.stream().map(hop -> name(process, hop, options)).toList();
    int width =
        options.has('w') ? names.stream().mapToInt(String::length).max().orElse(0) + 1 : COLUMN;
    width = Math.max(width, process.hostname().length() - 1);
    String heading = "Loss%   Snt   Last   Avg  Best  Wrst StDev";
    process.out().println(row("HOST: " + process.hostname(), width + 6, heading));
    for (int i = 0; i < hops.size(); i++) {
      String place = String.format(Locale.ROOT, "%3d.|-- ", i + 1);
      process.out().println(row(place + names.get(i), width + 6, hops.get(i).columns()));
    }
    return 0;
  }

  private static String row(String name, int width, String columns) {
    String cut = name.length() > width ? name.substring(0, width) : name;
    return cut + " ".repeat(width - cut.length()) + columns;
  }

  private static String name(Process process, HopStatistics hop, Options.Found options) {
    Ipv4Address from = hop.from();
    if (from == null) {
      return "???";
    } else if (options.has('n')) {
      return from.toString();
    }
    String found = new Resolver(process).nameOf(from).orElse(from.toString());
    return options.has('b') && !found.equals(from.toString()) ? found + " (" + from + ")" : found;
  }

  private static int number(Invocation call, Options.Found options, char letter, int otherwise)
      throws ProgramException {
    String text = options.value(letter).orElse(String.valueOf(otherwise));
    if (!text.matches("[0-9]{1,5}")) {
      throw call.failure(1, "invalid argument: " + Invocation.quote(text));
    }
    return Integer.parseInt(text);
  }

  private static double seconds(Invocation call, String text) throws ProgramException {
    if (!text.matches("[0-9]{1,5}(\\.[0-9]{1,6})?")) {
      throw call.failure(1, "invalid argument: " + Invocation.quote(text));
    } else if (Double.parseDouble(text) <= 0) {
      throw call.failure(1, "wait time must be positive");
    }
    return Double.parseDouble(text);
  }
}
