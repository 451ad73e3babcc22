package dev.cnilab.userland.net.tc;

import dev.cnilab.netsim.link.Fifo;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Netem;
import dev.cnilab.netsim.link.Qdisc;
import dev.cnilab.netsim.link.Tbf;
import dev.cnilab.netsim.link.TrafficControl.Entrance;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.userland.hardware.Hardware;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.process.Process;
import java.util.Locale;
import java.util.Optional;

/** {@code tc qdisc show} (print_qdisc). */
final class QdiscList {
  private static final int ENTRANCE = 0xffff;

  private final Process process;
  private final boolean statistics;
  private Optional<Link> only = Optional.empty();
  private boolean root;
  private boolean entrance;
  private int handle;

  QdiscList(Process process, boolean statistics) {
    this.process = process;
    this.statistics = statistics;
  }

  void show(Arguments words) {
    while (!words.isEmpty()) {
      take(words);
    }
    StringBuilder text = new StringBuilder();
    for (Link link : process.network().links().all()) {
      if (only.map(link::equals).orElse(true)) {
        append(text, link);
      }
    }
    process.out().print(text);
  }

  private void take(Arguments words) {
    String word = words.next();
    switch (word) {
      case "dev" -> only = Optional.of(QdiscRequest.link(process, words.next()));
      case "root" -> root = true;
      case "ingress", "clsact" -> entrance = true;
      case "handle" -> handle = QdiscRequest.handle(words.next());
      case "invisible" -> {} // the kernel hides no other ones
      default -> throw CommandFailure.refused("What is \"" + word + "\"? Try \"tc qdisc help\".");
    }
  }

  private void append(StringBuilder text, Link link) {
    Optional<Qdisc> queue = link.trafficControl().queue();
    String device = only.isEmpty() ? " dev " + link.name() : "";
    int major = queue.map(Qdisc::handle).orElse(0);
    if ((link.state().isActivated() || queue.isPresent()) && !entrance && shows(major)) {
      String kind =
          queue.map(each -> "%s %x:".formatted(each.kind(), each.handle())).orElse("noqueue 0:");
      String settings = queue.map(QdiscList::settings).orElse(" ");
      text.append("qdisc " + kind + device + " root refcnt " + references(link) + settings + "\n");
      text.append(statistics ? figures(queue) : "");
    }
    Entrance place = link.trafficControl().entrance();
    if (place != Entrance.NONE && !root && shows(ENTRANCE)) {
      String kind = place.name().toLowerCase(Locale.ROOT);
      String rest = place == Entrance.INGRESS ? " ---------------- " : " ";
      text.append("qdisc " + kind + " ffff:" + device + " parent ffff:fff1" + rest + "\n");
      text.append(statistics ? figures(Optional.empty()) : "");
    }
  }

  private boolean shows(int major) {
    return handle == 0 || handle == major;
  }

  /** One for the link, and one for each queue of its driver: a veth has one for each processor. */
  private static int references(Link link) {
    boolean several = link instanceof Veth && link.trafficControl().queue().isPresent();
    return 1 + (several ? Hardware.CORES : 1);
  }

  private static String settings(Qdisc queue) {
    return switch (queue) {
      case Netem netem -> NetemWords.shown(netem.settings());
      case Tbf tbf -> TbfWords.shown(tbf.settings());
      case Fifo fifo -> FifoWords.shown(fifo);
    };
  }

  private static String figures(Optional<Qdisc> queue) {
    return " Sent %d bytes %d pkt (dropped %d, overlimits %d requeues 0) \n backlog %db %dp requeues 0\n"
        .formatted(
            queue.map(Qdisc::sentBytes).orElse(0L),
            queue.map(Qdisc::sent).orElse(0L),
            queue.map(Qdisc::dropped).orElse(0L),
            queue.map(Qdisc::overlimits).orElse(0L),
            queue.map(Qdisc::waitingBytes).orElse(0L),
            queue.map(Qdisc::waiting).orElse(0));
  }
}
