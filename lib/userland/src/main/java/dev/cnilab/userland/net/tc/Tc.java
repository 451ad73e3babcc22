package dev.cnilab.userland.net.tc;

import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Netem;
import dev.cnilab.netsim.link.Qdisc;
import dev.cnilab.netsim.link.Tbf;
import dev.cnilab.netsim.link.TrafficControl;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.KernelAnswer;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code tc} of iproute2 6.1, for the queueing disciplines netem and tbf. */
public final class Tc implements Program {
  private static final int KERNEL = 2;

  /** Kinds that the recorded kernel has but this one does not. */
  private static final Set<String> KINDS =
      Set.of(
          "pfifo",
          "bfifo",
          "pfifo_fast",
          "pfifo_head_drop",
          "choke",
          "ets",
          "gred",
          "htb",
          "mq",
          "noqueue",
          "red");

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
    if (!Arguments.matches(verb, "show") && !Arguments.matches(verb, "list")) {
      throw CommandFailure.refused(
          "tc " + object + " " + verb + " is not available on this machine");
    }
    if (!words.isEmpty() && words.peek().equals("dev")) {
      words.next();
      link(process, words.next());
    }
  }

  private static void qdisc(Process process, Arguments words, boolean statistics) {
    String verb = words.isEmpty() ? "show" : words.next();
    if (Arguments.matches(verb, "show") || Arguments.matches(verb, "list")) {
      show(process, words, statistics);
      return;
    } else if (!verb.matches("add|change|replace|del|delete")) {
      throw CommandFailure.usage("Command \"" + verb + "\" is unknown, try \"tc qdisc help\".");
    }
    Optional<Link> link = Optional.empty();
    boolean root = false;
    while (!words.isEmpty()) {
      String word = words.next();
      switch (word) {
        case "dev" -> link = Optional.of(link(process, words.next()));
        case "root" -> root = true;
        case "netem", "tbf" -> {
          Link target = required(link);
          if (!root) {
            throw CommandFailure.of(KERNEL, "Error: Handle cannot be zero.");
          }
          set(target, verb, word, words);
          return;
        }
        case "parent", "handle", "ingress", "clsact" ->
            throw CommandFailure.refused("qdisc " + word + " is not available on this machine");
        default ->
            throw KINDS.contains(word)
                ? CommandFailure.refused("qdisc " + word + " is not available on this machine")
                : CommandFailure.of(KERNEL, "Error: Specified qdisc kind is unknown.");
      }
    }
    if (!verb.startsWith("del")) {
      throw CommandFailure.of(KERNEL, "Error: Qdisc kind not specified.");
    } else if (required(link).trafficControl().queue().isEmpty()) {
      throw CommandFailure.of(KERNEL, "Error: Cannot delete qdisc with handle of zero.");
    }
    required(link).trafficControl().clearQueue();
  }

  private static void set(Link link, String verb, String kind, Arguments words) {
    TrafficControl control = link.trafficControl();
    Optional<String> present = control.queue().map(Qdisc::kind);
    if (verb.equals("add") && present.isPresent()) {
      throw CommandFailure.of(KERNEL, "Error: Exclusivity flag on, cannot modify.");
    } else if (verb.equals("change") && present.isEmpty()) {
      throw CommandFailure.of(
          KERNEL, "Error: Qdisc not found. To create specify NLM_F_CREATE flag.");
    } else if (!verb.matches("add|replace") && !present.map(kind::equals).orElse(true)) {
      throw CommandFailure.of(KERNEL, "Error: Invalid qdisc name: must match existing qdisc.");
    } else if (verb.startsWith("del")) {
      control.clearQueue();
    } else if (kind.equals("tbf")) {
      control.setQueue(TbfWords.parse(words));
    } else {
      control.setQueue(NetemWords.parse(words));
    }
  }

  private static String settings(Qdisc queue) {
    return switch (queue) {
      case Netem netem -> NetemWords.shown(netem.settings());
      case Tbf tbf -> TbfWords.shown(tbf.settings());
    };
  }

  private static Link required(Optional<Link> link) {
    return link.orElseThrow(() -> CommandFailure.of(KERNEL, "RTNETLINK answers: No such device"));
  }

  private static Link link(Process process, String name) {
    return process.network().links().find(name).orElseThrow(() -> CommandFailure.noDevice(name));
  }

  private static void show(Process process, Arguments words, boolean statistics) {
    Optional<Link> only = Optional.empty();
    if (!words.isEmpty() && words.peek().equals("dev")) {
      words.next();
      only = Optional.of(link(process, words.next()));
    } else if (!words.isEmpty()) {
      throw CommandFailure.refused("What is \"" + words.peek() + "\"? Try \"tc qdisc help\".");
    }
    StringBuilder text = new StringBuilder();
    for (Link link : process.network().links().all()) {
      boolean queued = link.isActivated() || link.trafficControl().queue().isPresent();
      boolean shown = queued && only.map(link::equals).orElse(true);
      if (shown) {
        text.append(line(link, only.isEmpty() ? " dev " + link.name() : "", statistics));
      }
    }
    process.out().print(text);
  }

  /**
   * The line of a link.
   *
   * @param device its name, unless the listing was restricted to it
   */
  private static String line(Link link, String device, boolean statistics) {
    Optional<Qdisc> queue = link.trafficControl().queue();
    String kind =
        queue.map(each -> "%s %x:".formatted(each.kind(), each.handle())).orElse("noqueue 0:");
    String settings = queue.map(Tc::settings).orElse(" ");
    String first = "qdisc " + kind + device + " root refcnt 2" + settings + "\n";
    return statistics
        ? first
            + " Sent %d bytes %d pkt (dropped %d, overlimits %d requeues 0) \n backlog %db %dp requeues 0\n"
                .formatted(
                    queue.map(Qdisc::sentBytes).orElse(0L),
                    queue.map(Qdisc::sent).orElse(0L),
                    queue.map(Qdisc::dropped).orElse(0L),
                    queue.map(Qdisc::overlimits).orElse(0L),
                    queue.map(Qdisc::waitingBytes).orElse(0L),
                    queue.map(Qdisc::waiting).orElse(0))
        : first;
  }
}
