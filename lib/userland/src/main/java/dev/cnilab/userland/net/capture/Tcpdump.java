package dev.cnilab.userland.net.capture;

import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.loop.TaskInterrupted;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.options.GetOpt;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code tcpdump} 4.99. It sees frames by taps on links, and nothing of what becomes of them. */
public final class Tcpdump implements Program {
  private static final String LETTERS =
      "aAb#B:c:C:dDeE:fF:G:hHi:I:j:JKlLm:M:nNOpP:qQ:r:s:StT:uUvV:w:W:xXy:Yz:Z:";

  @Override
  public int run(Process process) {
    try {
      List<String> words = process.arguments();
      if (words.contains("--version")) {
        process.out().println("tcpdump version 4.99.3\nlibpcap version 1.10.3 (with TPACKET_V3)");
        return 0;
      }
      GetOpt given =
          GetOpt.parse("tcpdump", words.subList(1, words.size()), LETTERS, GetOpt.Order.PERMUTE);
      if (given.error().isPresent() || given.has('h')) {
        throw CommandFailure.refused(
            given.error().map(text -> text + "\n").orElse("") + "tcpdump version 4.99.3");
      }
      return new Run(process, given).run();
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  /** One capture. */
  private static final class Run {
    /** After which a block of packets is handed over though it is not full (to_ms). */
    private static final Duration BLOCK = Duration.ofSeconds(1);

    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE_AND_TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private final Process process;
    private final PrintOptions options;
    private final PacketText text;
    private final Filter filter;
    private final List<Link> links;
    private final boolean any;
    private final long count;
    private final Map<Link, Tap> taps = new HashMap<>();
    private final Deque<Captured> queue = new ArrayDeque<>();
    private final WaitQueue arrived;
    private long received;
    private long printed;
    private Instant last;
    private final boolean immediate;
    private boolean interrupted;

    Run(Process process, GetOpt given) {
      this.process = process;
      this.arrived = new WaitQueue(process.loop());
      this.last = process.loop().now();
      this.immediate = process.out().isTerminal() || given.has('U') || given.has('l');
      this.options =
          new PrintOptions(
              times(given, 'n'),
              times(given, 't'),
              given.has('e'),
              times(given, 'v'),
              given.has('q'),
              times(given, 'x'),
              times(given, 'X'),
              given.has('A'));
      this.text = new PacketText(options);
      this.count = count(given);
      String name = given.argument('i').orElseGet(() -> defaultLink(process));
      this.any = name.equals("any");
      this.links = any ? process.network().links().all() : List.of(link(process, name));
      this.filter = filter(String.join(" ", given.operands()));
    }

    private static int times(GetOpt given, char letter) {
      return (int) given.options().stream().filter(each -> each.letter() == letter).count();
    }

    private static long count(GetOpt given) {
      String word = given.argument('c').orElse("");
      if (!given.has('c')) {
        return Long.MAX_VALUE;
      }
      if (!word.matches("\\d{1,9}") || word.matches("0+")) {
        throw error("invalid packet count " + word);
      }
      return Long.parseLong(word);
    }

    private static CommandFailure error(String message) {
      return CommandFailure.refused("tcpdump: " + message);
    }

    private static String defaultLink(Process process) {
      return process.network().links().all().stream()
          .filter(link -> link.isUp() && !(link instanceof Loopback))
          .map(Link::name)
          .findFirst()
          .orElse("any");
    }

    private static Link link(Process process, String name) {
      Link link =
          process
              .network()
              .links()
              .find(name)
              .orElseThrow(() -> error(name + ": No such device exists\n(No such device exists)"));
      if (!link.isUp()) {
        throw error(name + ": That device is not up");
      }
      return link;
    }

    private static Filter filter(String expression) {
      try {
        return FilterParser.parse(expression);
      } catch (FilterSyntaxException malformed) {
        throw error(String.valueOf(malformed.getMessage()));
      }
    }

    int run() {
      announce();
      Task task = process.loop().currentTask();
      Runnable stop =
          () -> {
            interrupted = true;
            task.interrupt();
          };
      process.onSignal(Signal.INT, stop);
      process.onSignal(Signal.TERM, stop);
      process.onExit(status -> untap());
      for (Link link : links) {
        Tap tap = (frame, direction, nanoTime) -> saw(link, frame, direction);
        taps.put(link, tap);
        link.addTap(tap);
      }
      print();
      untap();
      if (interrupted) {
        process.out().println();
      }
      process.err().println(packets(printed) + " captured");
      process.err().println(packets(received) + " received by filter");
      process.err().println("0 packets dropped by kernel");
      return 0;
    }

    private void announce() {
      String on =
          any
              ? "listening on any, link-type LINUX_SLL2 (Linux cooked v2)"
              : "listening on " + links.getFirst().name() + ", link-type EN10MB (Ethernet)";
      if (any) {
        process.err().println("tcpdump: data link type LINUX_SLL2");
      }
      if (options.verbose()) {
        on = "tcpdump: " + on;
      } else {
        process
            .err()
            .println("tcpdump: verbose output suppressed, use -v[v]... for full protocol decode");
      }
      process.err().println(on + ", snapshot length 262144 bytes");
    }

    private void untap() {
      taps.forEach(Link::removeTap);
      taps.clear();
    }

    private void saw(Link link, EthernetFrame frame, Tap.Direction direction) {
      boolean seenAgain = link instanceof Loopback && direction == Tap.Direction.OUT;
      if (!seenAgain && filter.admits(frame)) {
        received++;
        queue.add(new Captured(link, frame, direction, process.loop().now()));
        arrived.wakeAll();
      }
    }

    private void print() {
      try {
        while (printed < count) {
          if (queue.isEmpty()) {
            awaitBlock();
          }
          printed++;
          print(queue.remove());
        }
      } catch (TaskInterrupted signal) {
        if (!interrupted) {
          throw signal;
        }
        while (printed < count && !queue.isEmpty()) {
          printed++;
          print(queue.remove());
        }
      }
    }

    /** Waits for packets: unless a person looks on, libpcap hands them over in blocks. */
    private void awaitBlock() {
      while (queue.isEmpty()) {
        arrived.await();
      }
      if (!immediate) {
        process.loop().sleep(BLOCK);
      }
    }

    private void print(Captured captured) {
      StringBuilder line = new StringBuilder(time(captured.time()));
      if (any) {
        line.append(String.format(Locale.ROOT, "%-5s ", captured.link().name()));
        line.append(direction(captured)).append(' ');
        line.append(text.ofPayload(captured.frame()));
      } else {
        line.append(text.of(captured.frame()));
      }
      process.out().println(line);
      dump(captured.frame());
      last = captured.time();
    }

    private static String direction(Captured captured) {
      if (captured.direction() == Tap.Direction.OUT) {
        return "Out";
      }
      if (captured.frame().destination().isBroadcast()) {
        return "B  ";
      }
      return captured.frame().destination().isMulticast() ? "M  " : "In ";
    }

    private String time(Instant at) {
      return switch (options.timeStyle()) {
        case 0 -> TIME.format(at) + " ";
        case 1 -> "";
        case 2 -> String.format(Locale.ROOT, "%d.%06d ", at.getEpochSecond(), at.getNano() / 1000);
        case 3 -> " " + TIME.format(Instant.EPOCH.plus(Duration.between(last, at))) + " ";
        default -> DATE_AND_TIME.format(at) + " ";
      };
    }

    private void dump(EthernetFrame frame) {
      int hex = Math.max(options.hex(), options.hexAndText());
      if (hex == 0 && !options.text()) {
        return;
      }
      byte[] all = frame.encode().toArray();
      int from = hex > 1 ? 0 : EthernetFrame.HEADER;
      byte[] bytes = java.util.Arrays.copyOfRange(all, from, all.length);
      if (hex > 0) {
        process.out().print(HexText.hex(bytes, options.hexAndText() > 0));
      } else {
        process.out().print(HexText.ascii(bytes));
      }
    }

    private static String packets(long number) {
      return number + (number == 1 ? " packet" : " packets");
    }
  }
}
