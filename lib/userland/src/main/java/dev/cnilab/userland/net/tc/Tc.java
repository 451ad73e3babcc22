package dev.cnilab.userland.net.tc;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.KernelAnswer;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.List;
import java.util.Optional;

/** {@code tc} of iproute2 6.1, for queueing disciplines without classes. */
public final class Tc implements Program {
  private static final int KERNEL = 2;

  private static final List<String> ELSEWHERE =
      List.of("class", "filter", "chain", "actions", "monitor", "exec");

  @Override
  public int run(Process process) {
    try {
      List<String> words = process.arguments();
      run(process, new Arguments(words.subList(1, words.size())));
      return 0;
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    } catch (ErrnoException refused) {
      process.err().println(KernelAnswer.text(refused));
      return KERNEL;
    }
  }

  private static void run(Process process, Arguments words) {
    boolean statistics = false;
    while (!words.isEmpty() && words.peek().startsWith("-")) {
      String option = words.next();
      switch (option) {
        case "-s", "-statistics", "-stats" -> statistics = true;
        case "-d", "-details" -> {} // no further details for these kinds
        case "-j",
            "-json",
            "-p",
            "-pretty",
            "-n",
            "-netns",
            "-b",
            "-batch",
            "-br",
            "-brief",
            "-o" ->
            throw CommandFailure.refused("tc " + option + " is not available on this machine");
        case "-V", "-Version" -> {
          process.out().println("tc utility, iproute2-6.1.0, libbpf 1.1.2");
          return;
        }
        case "-h", "-help" -> throw CommandFailure.of(0, Usage.text("tc"));
        default ->
            throw CommandFailure.usage("Option \"" + option + "\" is unknown, try \"tc -help\".");
      }
    }
    if (words.isEmpty()) {
      throw CommandFailure.of(0, Usage.text("tc"));
    }
    String object = words.next();
    if (Arguments.matches(object, "qdisc")) {
      qdisc(process, words, statistics);
    } else if (Arguments.matches(object, "help")) {
      throw CommandFailure.of(0, Usage.text("tc"));
    } else if (Arguments.matches(object, "class") || Arguments.matches(object, "filter")) {
      none(process, object, words);
    } else {
      Optional<String> known =
          ELSEWHERE.stream().filter(each -> Arguments.matches(object, each)).findFirst();
      if (known.isPresent() && !words.isEmpty() && !words.peek().matches("show|list|add|del")) {
        throw CommandFailure.usage(
            "Command \"%s\" is unknown, try \"tc %s help\".".formatted(words.peek(), known.get()));
      }
      throw CommandFailure.usage(
          known.isPresent()
              ? "Object \"" + known.get() + "\" is not available on this machine"
              : "Object \"" + object + "\" is unknown, try \"tc help\".");
    }
  }

  /** Lists nothing, because queueing disciplines here have neither classes nor filters. */
  private static void none(Process process, String object, Arguments words) {
    String verb = words.isEmpty() ? "show" : words.next();
    if (Arguments.matches(verb, "help")) {
      throw CommandFailure.of(0, Usage.text("tc-" + (object.startsWith("c") ? "class" : "filter")));
    } else if (!Arguments.matches(verb, "show") && !Arguments.matches(verb, "list")) {
      throw CommandFailure.refused(
          "tc " + object + " " + verb + " is not available on this machine");
    }
    if (!words.isEmpty() && words.peek().equals("dev")) {
      words.next();
      QdiscRequest.link(process, words.next());
    }
  }

  private static void qdisc(Process process, Arguments words, boolean statistics) {
    String verb = words.isEmpty() ? "show" : words.next();
    if (Arguments.matches(verb, "show") || Arguments.matches(verb, "list")) {
      new QdiscList(process, statistics).show(words);
    } else if (Arguments.matches(verb, "help")) {
      throw CommandFailure.of(0, Usage.text("tc-qdisc"));
    } else if (verb.matches("add|change|replace|del|delete")) {
      QdiscCommand.run(process, verb, words);
    } else {
      throw CommandFailure.usage("Command \"" + verb + "\" is unknown, try \"tc qdisc help\".");
    }
  }
}
