package dev.cnilab.userland.system.process;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.command.PreemptibleText;
import dev.cnilab.userland.command.pattern.PosixRegex;
import dev.cnilab.userland.command.pattern.RegexException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code pgrep}, {@code pkill} and {@code pidof}: find processes by name. */
public final class ProcessMatches {
  private static final String SELECTION = "fxivnoPuU";

  private ProcessMatches() {}

  public static void addTo(Map<String, Command> all) {
    all.put("pgrep", ProcessMatches::pgrep);
    all.put("pkill", ProcessMatches::pkill);
    all.put("pidof", ProcessMatches::pidof);
  }

  private static int pgrep(Invocation call) throws IOException {
    Options.Found options = Options.of(call, SELECTION + "lacd").parse();
    List<Process> found = selected(call, options);
    if (options.has('c')) {
      call.out().println(String.valueOf(found.size()));
      return found.isEmpty() ? 1 : 0;
    }
    List<String> lines = new ArrayList<>();
    for (Process each : found) {
      String text = options.has('a') ? commandLine(each) : options.has('l') ? each.name() : "";
      lines.add(pid(call, each) + (text.isEmpty() ? "" : " " + text));
    }
    if (!lines.isEmpty()) {
      call.out().println(String.join(options.value('d').orElse("\n"), lines));
    }
    return lines.isEmpty() ? 1 : 0;
  }

  private static int pkill(Invocation call) throws IOException {
    List<String> words = new ArrayList<>(call.arguments());
    Optional<Signal> signal = Optional.of(Signal.TERM);
    Optional<String> named =
        words.stream()
            .filter(word -> word.startsWith("-") && isSignal(word.substring(1)))
            .findFirst();
    if (named.isPresent()) {
      signal = Signal.parse(named.get().substring(1));
      words.remove(named.get());
    }
    Options.Found options = Options.of(call, SELECTION + "ce", "signal").parse(words);
    if (options.has("signal")) {
      String name = options.value("signal").orElse("");
      if (!isSignal(name)) {
        return 1; // without a message
      }
      signal = Signal.parse(name);
    }
    int count = 0;
    for (Process each : selected(call, options)) {
      if (send(call, each, signal)) {
        count++;
        if (options.has('e')) {
          call.out().println(each.name() + " killed (pid " + pid(call, each) + ")");
        }
      }
    }
    if (options.has('c')) {
      call.out().println(String.valueOf(count));
    }
    return count > 0 ? 0 : 1;
  }

  /** Whether it is a signal's name or number, or 0, which only checks permissions. */
  private static boolean isSignal(String text) {
    return text.equals("0") || Signal.parse(text).isPresent();
  }

  private static List<Process> selected(Invocation call, Options.Found options) throws IOException {
    List<String> patterns = options.operands();
    boolean criteria = options.last("PuU") != ' ';
    if (patterns.size() > 1) {
      throw call.failure(2, "only one pattern can be provided" + hint(call));
    } else if (patterns.isEmpty() && !criteria) {
      throw call.failure(2, "no matching criteria specified" + hint(call));
    }
    Pattern pattern = pattern(call, options, patterns.isEmpty() ? "" : patterns.getFirst());
    Process self = call.process();
    List<Process> found = new ArrayList<>();
    for (Process each : self.pidNamespace().processes()) {
      CharSequence text =
          new PreemptibleText(options.has('f') ? commandLine(each) : each.name(), self);
      boolean matches =
          (options.has('x') ? pattern.matcher(text).matches() : pattern.matcher(text).find())
              && isOf(options, 'P', String.valueOf(pid(call, each.family().parent())))
              && isOf(options, 'u', String.valueOf(each.user()))
              && isOf(options, 'U', String.valueOf(each.user()));
      if (each != self && matches != options.has('v')) {
        found.add(each);
      }
    }
    Comparator<Process> byAge = Comparator.comparing(Process::started).thenComparing(Process::pid);
    return switch (options.last("no")) {
      case 'n' -> found.stream().max(byAge).stream().toList();
      case 'o' -> found.stream().min(byAge).stream().toList();
      default -> found;
    };
  }

  /** Whether an option's list contains the value, or the option is absent; root is user 0. */
  private static boolean isOf(Options.Found options, char letter, String value) {
    Optional<String> list = options.value(letter);
    return list.isEmpty()
        || Arrays.asList(list.get().replaceFirst("^root$", "0").split(",")).contains(value);
  }

  private static String hint(Invocation call) {
    return call.isBusybox() ? "" : "\nTry `" + call.name() + " --help' for more information.";
  }

  private static Pattern pattern(Invocation call, Options.Found options, String text)
      throws IOException {
    try {
      return PosixRegex.compile(
          text, PosixRegex.Syntax.EXTENDED, options.has('i') ? Pattern.CASE_INSENSITIVE : 0);
    } catch (RegexException wrong) {
      throw call.failure(2, "regex error: " + wrong.text());
    }
  }

  private static String commandLine(Process process) {
    return String.join(" ", process.arguments());
  }

  private static int pid(Invocation call, Process process) {
    return call.process().pidNamespace().pidOf(process).orElse(0);
  }

  /** Sends a signal, or only checks the permission; false if it is denied. */
  private static boolean send(Invocation call, Process target, Optional<Signal> signal) {
    try {
      target.signals().requirePermission(call.process());
      signal.ifPresent(sent -> target.signals().take(sent, call.process()));
      return true;
    } catch (ErrnoException refused) {
      call.complain("killing pid " + pid(call, target) + " failed: " + refused.errno().text());
      return false;
    }
  }

  private static int pidof(Invocation call) throws IOException {
    Options.Found options;
    try {
      options = Options.of(call, "sqd").parse();
    } catch (ProgramException wrong) {
      return wrong.status(); // pidof prints no message
    }
    List<String> found = new ArrayList<>();
    for (Process each : call.process().pidNamespace().processes()) {
      if (options.operands().contains(each.name())) {
        found.addFirst(String.valueOf(pid(call, each)));
      }
    }
    List<String> shown = options.has('s') && !found.isEmpty() ? found.subList(0, 1) : found;
    if (!shown.isEmpty() && !options.has('q')) {
      call.out().println(String.join(options.value('d').orElse(" "), shown));
    }
    return found.isEmpty() ? 1 : 0;
  }
}
