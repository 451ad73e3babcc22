package dev.cnilab.userland.net.tc;

import dev.cnilab.netsim.link.Fifo;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.NetemSettings;
import dev.cnilab.netsim.link.Qdisc;
import dev.cnilab.netsim.link.TbfSettings;
import dev.cnilab.netsim.link.TrafficControl;
import dev.cnilab.netsim.link.TrafficControl.Entrance;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.process.Process;
import java.util.Locale;
import java.util.Optional;

/** {@code tc qdisc add|change|replace|del} (tc_modify_qdisc, tc_get_qdisc). */
final class QdiscCommand {
  private static final int KERNEL = 2;

  /** The handle of the place for filters. */
  private static final int ENTRANCE = 0xffff;

  private final QdiscRequest request;
  private final Arguments words;

  private QdiscCommand(QdiscRequest request, Arguments words) {
    this.request = request;
    this.words = words;
  }

  /** Runs what follows the verb. */
  static void run(Process process, String verb, Arguments words) {
    QdiscRequest request = QdiscRequest.parse(process, words);
    QdiscCommand command = new QdiscCommand(request, words);
    if (verb.startsWith("del")) {
      command.delete();
    } else if (request.kind().isEmpty()) {
      throw refused("Qdisc kind not specified.");
    } else if (request.isEntrance()) {
      command.enter(verb);
    } else {
      command.set(verb);
    }
  }

  private static CommandFailure refused(String why) {
    return CommandFailure.of(KERNEL, "Error: " + why);
  }

  private void enter(String verb) {
    TrafficControl control = request.requiredLink().trafficControl();
    Entrance wanted = Entrance.valueOf(request.kind().toUpperCase(Locale.ROOT));
    if (verb.equals("add") && control.entrance() != Entrance.NONE) {
      throw refused("Exclusivity flag on, cannot modify.");
    } else if (verb.equals("change") && control.entrance() != wanted) {
      throw refused("Qdisc not found. To create specify NLM_F_CREATE flag.");
    }
    control.setEntrance(wanted);
  }

  private void set(String verb) {
    Link link = request.requiredLink();
    TrafficControl control = link.trafficControl();
    Optional<Qdisc> present = control.queue();
    Object settings = settings(link);
    requirePlace(present);
    boolean another =
        request.handle() != 0
            && present.filter(each -> each.handle() == request.handle()).isEmpty();
    boolean sameKind = present.filter(each -> each.kind().equals(request.kind())).isPresent();
    if (verb.equals("change") && present.isEmpty() && !another) {
      throw refused("Qdisc not found. To create specify NLM_F_CREATE flag.");
    } else if (another && present.isPresent() && !verb.equals("replace")) {
      throw refused("NLM_F_REPLACE needed to override.");
    } else if (!another && present.isPresent() && verb.equals("add")) {
      throw refused("Exclusivity flag on, cannot modify.");
    } else if (!another && present.isPresent() && !sameKind && verb.equals("change")) {
      throw refused("Invalid qdisc name: must match existing qdisc.");
    }
    apply(control, settings);
  }

  /** Reads the kind's own words, which complain before the kernel does. */
  private Object settings(Link link) {
    return switch (request.kind()) {
      case "tbf" -> TbfWords.parse(words);
      case "netem" -> NetemWords.parse(words);
      default -> FifoWords.limit(fifo(), link, words);
    };
  }

  private Fifo.Kind fifo() {
    return Fifo.Kind.valueOf(request.kind().toUpperCase(Locale.ROOT));
  }

  private void apply(TrafficControl control, Object settings) {
    switch (settings) {
      case TbfSettings tbf -> control.setQueue(tbf, request.handle());
      case NetemSettings netem -> control.setQueue(netem, request.handle());
      case Long limit -> control.setQueue(fifo(), limit, request.handle());
      default -> throw new IllegalStateException("no such settings: " + settings);
    }
  }

  /** The kinds here have no classes, so nothing can be below them. */
  private void requirePlace(Optional<Qdisc> present) {
    if (request.parent() != 0) {
      boolean exists = present.filter(each -> each.handle() == request.parent()).isPresent();
      throw refused(exists ? "Parent qdisc is not classful." : "Failed to find specified qdisc.");
    } else if (!request.root()) {
      throw refused("Handle cannot be zero.");
    }
  }

  private void delete() {
    Link link = request.requiredLink();
    TrafficControl control = link.trafficControl();
    if (request.isEntrance() || request.handle() == ENTRANCE) {
      leave(control);
      return;
    }
    if (!request.kind().isEmpty()) {
      settings(link);
    }
    if (!request.root() && request.parent() == 0 && request.handle() == 0) {
      throw refused("Handle cannot be zero.");
    }
    Optional<Qdisc> present = control.queue();
    int handle = present.map(Qdisc::handle).orElse(0);
    if (request.handle() != 0 && request.handle() != handle) {
      throw refused("Invalid handle.");
    } else if (request.parent() != 0) {
      throw refused("Failed to find qdisc with specified classid.");
    } else if (!request.kind().isEmpty()
        && present.filter(each -> !each.kind().equals(request.kind())).isPresent()) {
      throw refused("Invalid qdisc name: must match existing qdisc.");
    } else if (present.isEmpty()) {
      throw refused("Cannot delete qdisc with handle of zero.");
    }
    control.clearQueue();
  }

  private void leave(TrafficControl control) {
    Entrance present = control.entrance();
    if (present == Entrance.NONE) {
      throw refused("Invalid handle.");
    } else if (request.isEntrance()
        && present != Entrance.valueOf(request.kind().toUpperCase(Locale.ROOT))) {
      throw refused("Invalid qdisc name: must match existing qdisc.");
    }
    control.setEntrance(Entrance.NONE);
  }
}
