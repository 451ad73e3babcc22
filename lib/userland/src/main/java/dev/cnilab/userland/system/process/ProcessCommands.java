package dev.cnilab.userland.system.process;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessTable;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Small commands for processes and their environment. */
public final class ProcessCommands {
  private ProcessCommands() {}

  public static void addTo(Map<String, Command> all) {
    all.put("env", ProcessCommands::env);
    all.put("printenv", ProcessCommands::printenv);
    all.put("nohup", ProcessCommands::nohup);
    all.put("nice", ProcessCommands::nice);
    all.put("which", ProcessCommands::which);
    all.put("timeout", new Timeout());
  }

  private static int env(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "iu0C").stopAtOperand().parse();
    Map<String, String> environment =
        options.has('i') ? new TreeMap<>() : new TreeMap<>(call.process().environment());
    options.values('u').forEach(environment::remove);
    List<String> words = new ArrayList<>(options.operands());
    if (!words.isEmpty() && words.getFirst().equals("-")) {
      environment.clear();
      words.removeFirst();
    }
    while (!words.isEmpty() && words.getFirst().contains("=")) {
      String[] pair = words.removeFirst().split("=", 2);
      environment.put(pair[0], pair[1]);
    }
    if (words.isEmpty()) {
      String end = options.has('0') ? "\0" : "\n";
      environment.forEach((name, value) -> call.out().print(name + "=" + value + end));
      return 0;
    } else if (options.has('0')) {
      throw call.mistake("cannot specify --null (-0) with command");
    }
    if (options.has('C')) {
      changeDirectory(call, options.value('C').get());
    }
    return become(call, words, environment);
  }

  private static void changeDirectory(Invocation call, String path) throws IOException {
    try {
      call.process().workingDirectory().change(call.resolve(path));
    } catch (FileException failed) {
      throw call.failure(
          125,
          "cannot change directory to " + Invocation.quote(path) + ": " + failed.error().text());
    }
  }

  private static int nohup(Invocation call) throws IOException {
    List<String> words = Options.of(call, "").stopAtOperand().parse().operands();
    if (words.isEmpty()) {
      throw call.mistake("missing operand");
    }
    call.process().signals().handle(Signal.HUP, () -> {});
    if (call.in().isTerminal()) {
      call.complain("ignoring input");
    }
    return become(call, words, call.process().environment(), "failed to run command %s");
  }

  /** Runs the command; the niceness has no effect here, because CPU time is never scarce. */
  private static int nice(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "n").stopAtOperand().parse();
    String adjustment = options.value('n').orElse("10");
    if (!adjustment.matches("[-+]?\\d{1,9}")) {
      throw call.failure(125, "invalid adjustment " + Invocation.quote(adjustment));
    } else if (options.operands().isEmpty() && options.has('n')) {
      throw call.mistake("a command must be given with an adjustment");
    } else if (options.operands().isEmpty()) {
      call.out().println("0");
      return 0;
    }
    return become(call, options.operands(), call.process().environment());
  }

  private static int become(Invocation call, List<String> words, Map<String, String> environment) {
    return become(call, words, environment, "%s");
  }

  private static int become(
      Invocation call, List<String> words, Map<String, String> environment, String complaint) {
    Process self = call.process();
    try {
      String search =
          environment.getOrDefault(
              "PATH", self.environment().getOrDefault("PATH", ProcessTable.DEFAULT_PATH));
      String path = Executables.find(self, search, words.getFirst());
      throw self.exec(path, words, environment);
    } catch (FileException failed) {
      String what = complaint.formatted(Invocation.quote(words.getFirst()));
      call.complain(what + ": " + failed.error().text());
      return failed.error() == FileError.ENOENT ? 127 : 126;
    }
  }

  private static int printenv(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "0").stopAtOperand().parse();
    String end = options.has('0') ? "\0" : "\n";
    Map<String, String> environment = call.process().environment();
    if (options.operands().isEmpty()) {
      environment.forEach((name, value) -> call.out().print(name + "=" + value + end));
      return 0;
    }
    int status = 0;
    for (String name : options.operands()) {
      if (environment.containsKey(name)) {
        call.out().print(environment.get(name) + end);
      } else {
        status = 1;
      }
    }
    return status;
  }

  /** The script of debianutils, or busybox's applet. */
  private static int which(Invocation call) throws IOException {
    List<String> names = new ArrayList<>(call.arguments());
    boolean all = false;
    while (!names.isEmpty() && names.getFirst().startsWith("-")) {
      String word = names.removeFirst();
      if (word.equals("--")) {
        break;
      } else if (!word.matches("-a+")) {
        String letter = word.replaceFirst("^-a*", "").substring(0, 1);
        call.process().err().println("Illegal option -" + letter);
        call.out().println("Usage: /usr/bin/which [-a] args");
        return 2;
      }
      all = true;
    }
    int status = names.isEmpty() ? 1 : 0;
    for (String name : names) {
      List<String> found = found(call.process(), name);
      (all ? found : found.subList(0, Math.min(1, found.size()))).forEach(call.out()::println);
      status = found.isEmpty() ? 1 : status;
    }
    return status;
  }

  private static List<String> found(Process self, String name) {
    String search = self.environment().getOrDefault("PATH", ProcessTable.DEFAULT_PATH);
    List<String> found = new ArrayList<>();
    for (String directory : search.split(":", -1)) {
      try {
        found.add(Executables.find(self, directory, name));
      } catch (FileException none) {
        // It may be in the next directory.
      }
    }
    return found.stream().distinct().toList();
  }
}
