package dev.cnilab.userland.system.process;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code kill}, as a command and as the builtin of shells. */
public final class Kill implements Command {
  private final Wording wording;

  /** The wording of errors. */
  public enum Wording {
    DASH,
    BASH,
    PROCPS
  }

  public Kill(Wording wording) {
    this.wording = wording;
  }

  @Override
  public int run(Invocation call) throws IOException {
    List<String> words = new ArrayList<>(call.arguments());
    boolean procps = wording == Wording.PROCPS && !call.isBusybox();
    if (words.isEmpty() && wording == Wording.BASH) {
      call.process()
          .err()
          .println(
              "kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l"
                  + " [sigspec]");
      return 2;
    }
    if (words.isEmpty() && procps) {
      return call.usage();
    } else if (words.isEmpty()) {
      throw call.failure(
          wording == Wording.DASH ? 2 : 1,
          wording == Wording.DASH
              ? "Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\n"
                  + "kill -l [exitstatus]"
              : "not enough arguments");
    }
    String first = words.getFirst();
    if (first.equals("-l") || first.equals("-L")) {
      return list(call, first, words.subList(1, words.size()));
    } else if (procps && first.matches("-h|--help|-V|--version")) {
      Options.of(call, "").parse(List.of(first));
    }
    Signal signal = Signal.TERM;
    boolean probes = false;
    if (first.startsWith("-") && first.length() > 1 && !first.equals("--")) {
      boolean named = first.matches("-s|-n|--signal") && words.size() > 1;
      String name = named ? words.get(1) : first.substring(1);
      words.subList(0, named ? 2 : 1).clear();
      probes = name.equals("0");
      Optional<Signal> meant = Signal.parse(name);
      if (meant.isEmpty() && !probes) {
        if (procps) {
          throw call.mistake("invalid argument " + (name.startsWith("-") ? "\0" : name));
        }
        throw call.failure(
            wording == Wording.DASH ? 2 : 1,
            switch (wording) {
              case DASH -> "invalid signal number or name: " + name;
              case BASH -> name + ": invalid signal specification";
              case PROCPS -> "unknown signal '" + name + "'";
            });
      }
      signal = meant.orElse(signal);
    }
    int status = 0;
    for (String word : words) {
      status = word.equals("--") ? status : Math.max(status, send(call, signal, probes, word));
    }
    return status;
  }

  private int send(Invocation call, Signal signal, boolean probes, String word) throws IOException {
    if (!word.matches("-?\\d{1,9}")) {
      if (wording == Wording.BASH) {
        call.complain(word + ": arguments must be process or job IDs");
        return 1;
      }
      throw call.failure(
          wording == Wording.DASH ? 2 : 1,
          wording == Wording.DASH
              ? "Illegal number: " + word
              : call.isBusybox()
                  ? "invalid number '" + word + "'"
                  : "failed to parse argument: '" + word + "'");
    }
    Process self = call.process();
    Optional<Process> target = self.pidNamespace().find(Math.abs(Integer.parseInt(word)));
    if (target.isEmpty()) {
      call.complain(
          call.isBusybox()
              ? "can't kill pid " + word + ": No such process"
              : wording == Wording.DASH
                  ? "No such process\n"
                  : wording == Wording.BASH
                      ? "(" + word + ") - No such process"
                      : "sending signal to " + word + " failed: No such process");
      return 1;
    }
    try {
      if (probes) {
        target.get().signals().requirePermission(self);
      } else {
        target.get().signals().take(signal, self);
      }
      return 0;
    } catch (ErrnoException refused) {
      String why = refused.errno().text();
      call.complain(
          call.isBusybox()
              ? "can't kill pid " + word + ": " + why
              : wording == Wording.DASH
                  ? why + "\n"
                  : "(" + word + ")" + (wording == Wording.BASH ? " - " : ": ") + why);
      return 1;
    }
  }

  private int list(Invocation call, String option, List<String> words) throws IOException {
    if (words.isEmpty()) {
      call.out().print(all(call, option));
      return 0;
    }
    for (String word : words) {
      if (wording == Wording.DASH && !word.matches("\\d{1,9}")) {
        throw call.failure(2, "Illegal number: " + word);
      }
      Optional<String> meant = counterpart(call, word);
      if (meant.isPresent()) {
        call.out().println(meant.get());
      } else if (wording == Wording.PROCPS && !call.isBusybox()) {
        call.complain("unknown signal name " + word);
      } else {
        throw call.failure(
            wording == Wording.DASH ? 2 : 1,
            switch (wording) {
              case DASH -> "invalid signal number or name: " + word;
              case BASH -> word + ": invalid signal specification";
              case PROCPS -> "unknown signal '" + word + "'";
            });
      }
    }
    return 0;
  }

  private String all(Invocation call, String option) {
    return switch (wording) {
      case DASH -> SignalLists.ofDash();
      case BASH -> SignalLists.ofBash();
      case PROCPS ->
          call.isBusybox()
              ? SignalLists.ofBusybox()
              : option.equals("-L") ? SignalLists.table() : SignalLists.names();
    };
  }

  /** The name of a signal number or of an exit status, or the number of a name. */
  private Optional<String> counterpart(Invocation call, String word) {
    boolean procps = wording == Wording.PROCPS && !call.isBusybox();
    if (!word.matches("\\d{1,9}")) {
      return (procps ? Signal.parse(word).map(Signal::number) : SignalLists.number(word))
          .map(String::valueOf);
    }
    int number = Integer.parseInt(word);
    return procps
        ? SignalLists.standard(number)
        : SignalLists.name(number > 128 ? number - 128 : number);
  }
}
