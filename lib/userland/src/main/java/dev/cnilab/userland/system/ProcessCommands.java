package dev.cnilab.userland.system;

import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProcessTable;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Small commands about processes and their environment. */
final class ProcessCommands {
  private ProcessCommands() {}

  static void addTo(Map<String, Command> all) {
    all.put("env", ProcessCommands::env);
    all.put("printenv", ProcessCommands::printenv);
    all.put("nohup", call -> runAs(call, call.arguments()));
    all.put("nice", call -> runAs(call, call.arguments()));
    all.put("which", ProcessCommands::which);
    all.put("timeout", ProcessCommands::timeout);
    all.put("pgrep", call -> matching(call, "pgrep"));
    all.put("pkill", call -> matching(call, "pkill"));
    all.put("pidof", ProcessCommands::pidof);
  }

  private static int env(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call.name(), 125, "iu:0")
            .name("ignore-environment", 'i')
            .name("unset", 'u')
            .stopAtOperand()
            .parse(call.arguments());
    Map<String, String> environment =
        options.has('i') ? new TreeMap<>() : new TreeMap<>(call.process().environment());
    options.values('u').forEach(environment::remove);
    List<String> words = new ArrayList<>(options.operands());
    while (!words.isEmpty() && words.getFirst().contains("=")) {
      String[] pair = words.removeFirst().split("=", 2);
      environment.put(pair[0], pair[1]);
    }
    if (words.isEmpty()) {
      environment.forEach((name, value) -> call.out().println(name + "=" + value));
      return 0;
    }
    return become(call, words, environment);
  }

  private static int runAs(Invocation call, List<String> words) throws IOException {
    if (words.isEmpty()) {
      throw call.usage("missing operand");
    }
    return become(call, words, call.process().environment());
  }

  private static int become(Invocation call, List<String> words, Map<String, String> environment) {
    Process self = call.process();
    try {
      String search =
          environment.getOrDefault(
              "PATH", self.environment().getOrDefault("PATH", ProcessTable.DEFAULT_PATH));
      String path =
          Executables.find(self.files(), search, self.workingDirectory(), words.getFirst());
      throw self.exec(path, words, environment);
    } catch (FileException failed) {
      call.complain(Invocation.quote(words.getFirst()) + ": " + failed.error().text());
      return failed.error() == FileError.ENOENT ? 127 : 126;
    }
  }

  private static int printenv(Invocation call) {
    Map<String, String> environment = call.process().environment();
    if (call.arguments().isEmpty()) {
      environment.forEach((name, value) -> call.out().println(name + "=" + value));
      return 0;
    }
    int status = 0;
    for (String name : call.arguments()) {
      if (environment.containsKey(name)) {
        call.out().println(environment.get(name));
      } else {
        status = 1;
      }
    }
    return status;
  }

  private static int which(Invocation call) {
    int status = 0;
    Process self = call.process();
    String search = self.environment().getOrDefault("PATH", ProcessTable.DEFAULT_PATH);
    for (String name : call.arguments()) {
      try {
        if (!name.startsWith("-")) {
          call.out().println(Executables.find(self.files(), search, self.workingDirectory(), name));
        }
      } catch (FileException none) {
        status = 1;
      }
    }
    return status;
  }

  private static int timeout(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call.name(), 125, "s:k:v")
            .name("signal", 's')
            .name("kill-after", 'k')
            .stopAtOperand()
            .parse(call.arguments());
    List<String> words = options.operands();
    if (words.size() < 2) {
      throw call.failure(
          125, "missing operand\nTry '" + call.name() + " --help' for more information.");
    }
    Duration limit =
        Sleep.parse(words.getFirst())
            .orElseThrow(
                () ->
                    call.failure(
                        125,
                        "invalid time interval '"
                            + words.getFirst()
                            + "'\nTry '"
                            + call.name()
                            + " --help' for more information."));
    Signal signal = options.value('s').flatMap(Signal::parse).orElse(Signal.TERM);
    try {
      Process child = call.process().start(ProcessSpec.of(words.subList(1, words.size())));
      boolean[] expired = new boolean[1];
      Timer timer =
          call.process()
              .loop()
              .schedule(
                  limit,
                  () -> {
                    expired[0] = true;
                    child.kill(signal);
                  });
      int status = child.await();
      timer.cancel();
      boolean busyboxStatus = call.isBusybox() || signal == Signal.KILL;
      return expired[0] ? busyboxStatus ? status : 124 : status;
    } catch (FileException failed) {
      call.complain(
          (call.isBusybox() ? "can't execute " : "failed to run command ")
              + Invocation.quote(words.get(1))
              + ": "
              + failed.error().text());
      return failed.error() == FileError.ENOENT ? 127 : 126;
    }
  }

  private static int matching(Invocation call, String command) throws IOException {
    List<String> words = new ArrayList<>(call.arguments());
    Signal signal = Signal.TERM;
    boolean full = false;
    boolean exact = false;
    boolean names = false;
    String pattern = "";
    for (String word : words) {
      if (word.startsWith("-") && Signal.parse(word.substring(1)).isPresent()) {
        signal = Signal.parse(word.substring(1)).get();
      } else if (word.startsWith("-")) {
        full |= word.contains("f");
        exact |= word.contains("x");
        names |= word.matches("-.*[la].*");
      } else {
        pattern = word;
      }
    }
    Pattern regex;
    try {
      regex = Pattern.compile(pattern);
    } catch (PatternSyntaxException wrong) {
      throw call.failure(2, "only one pattern can be provided");
    }
    int status = 1;
    Process self = call.process();
    for (Process each : self.pidNamespace().processes()) {
      String text = full ? String.join(" ", each.arguments()) : each.name();
      boolean matches = exact ? regex.matcher(text).matches() : regex.matcher(text).find();
      if (matches && each != self) {
        if (!command.equals("pkill")) {
          status = 0;
          call.out().println(self.pidNamespace().pidOf(each).orElse(0) + (names ? " " + text : ""));
        } else if (signal(call, each, signal)) {
          status = 0;
        }
      }
    }
    return status;
  }

  /** Sends a signal; false if it may not. */
  private static boolean signal(Invocation call, Process target, Signal signal) {
    try {
      target.kill(signal, call.process());
      return true;
    } catch (ErrnoException refused) {
      int pid = call.process().pidNamespace().pidOf(target).orElse(0);
      call.complain("killing pid " + pid + " failed: " + refused.errno().text());
      return false;
    }
  }

  private static int pidof(Invocation call) {
    Process self = call.process();
    List<String> found = new ArrayList<>();
    for (Process each : self.pidNamespace().processes()) {
      if (call.arguments().contains(each.name())) {
        found.addFirst("" + self.pidNamespace().pidOf(each).orElse(0));
      }
    }
    if (!found.isEmpty()) {
      call.out().println(String.join(" ", found));
    }
    return found.isEmpty() ? 1 : 0;
  }
}
