package dev.cnilab.userland.net.capture;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.capture.PcapHeader;
import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.OpenMode;
import dev.cnilab.userland.net.capture.filter.CaptureFilter;
import dev.cnilab.userland.net.capture.filter.FilterParser;
import dev.cnilab.userland.net.capture.filter.FilterSyntaxException;
import dev.cnilab.userland.net.capture.text.PrintOptions;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.process.Descriptor;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.stream.Input;
import dev.cnilab.userland.stream.Output;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code tcpdump} 4.99. It sees frames through taps on links, without their later fate, or reads
 * them from a file.
 */
public final class Tcpdump implements Program {
  private static final String LETTERS = "AcDeilnQqrSstUvwxXYZ";

  @Override
  public int run(Process process) throws IOException {
    try {
      Invocation call = Invocation.ofDebian(process);
      GetOpt given = GetOpt.of(Options.of(call, LETTERS).idle("KOp").parse());
      if (given.has('Y')) { // only in builds for debugging the parser
        return call.usage();
      }
      if (given.has('D')) {
        process.out().print(CaptureInterfaces.list(process.network()));
        return 0;
      }
      return new Run(process, given).run();
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  /** One call. */
  private static final class Run {
    private final Process process;
    private final GetOpt given;
    private final PrintOptions options;
    private final long count;
    private final int snapshotLength;

    Run(Process process, GetOpt given) {
      this.process = process;
      this.given = given;
      this.options =
          new PrintOptions(
              times('n'),
              times('t'),
              given.has('e'),
              times('v'),
              given.has('q'),
              times('x'),
              times('X'),
              given.has('A'),
              given.has('S'));
      this.count = given.argument('c').map(Run::count).orElse(Long.MAX_VALUE);
      this.snapshotLength = given.argument('s').map(Run::snapshotLength).orElse(PcapHeader.WHOLE);
    }

    private int times(char letter) {
      return (int) given.options().stream().filter(each -> each.letter() == letter).count();
    }

    private static long count(String word) {
      if (!word.matches("\\d{1,9}") || word.matches("0+")) {
        throw error("invalid packet count " + word);
      }
      return Long.parseLong(word);
    }

    private static int snapshotLength(String word) {
      if (!word.matches("\\d{1,6}") || Integer.parseInt(word) > PcapHeader.WHOLE) {
        throw error("invalid snaplen " + word + " (must be >= 0 and <= " + PcapHeader.WHOLE + ")");
      }
      return word.matches("0+") ? PcapHeader.WHOLE : Integer.parseInt(word);
    }

    private static Set<Tap.Direction> directions(String word) {
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "in" -> EnumSet.of(Tap.Direction.IN);
        case "out" -> EnumSet.of(Tap.Direction.OUT);
        case "inout" -> EnumSet.allOf(Tap.Direction.class);
        default -> throw error("unknown capture direction `" + word + "'");
      };
    }

    private static CommandFailure error(String message) {
      return CommandFailure.refused("tcpdump: " + message);
    }

    int run() {
      given.argument('Z').ifPresent(this::relinquish);
      return given.has('r') ? read(given.argument('r').orElse("")) : listen();
    }

    /** Drops privileges to another user; here only to root, which it already is. */
    private void relinquish(String user) {
      if (!user.equals("root")) {
        throw error("option '-Z' is available for root only on this machine");
      }
    }

    // ---- reading a file

    private int read(String path) {
      SavedCapture capture = opened(path);
      boolean printed = !given.has('w');
      if (printed
          && !List.of(PcapHeader.ETHERNET, PcapHeader.LINUX_SLL2)
              .contains(capture.header().linkType())) {
        throw error(
            "packet printing is not supported for link type "
                + capture.header().linkType()
                + ": use -w");
      }
      process
          .err()
          .println(
              "reading from file "
                  + path
                  + ", link-type "
                  + linkType(capture.cooked())
                  + ", snapshot length "
                  + capture.header().snapshotLength());
      if (capture.cooked()) {
        process.err().println("Warning: interface names might be incorrect");
      }
      CaptureFilter filter = filter();
      try {
        PacketSink sink = sink(capture.header());
        capture.pass(filter, count, sink);
        sink.end();
        return 0;
      } catch (IOException broken) {
        throw error("pcap_loop: " + broken.getMessage());
      }
    }

    private SavedCapture opened(String path) {
      try {
        Input file =
            path.equals("-") ? process.in() : Descriptor.open(process, path, OpenMode.READ).in();
        return new SavedCapture(file, process.network());
      } catch (FileException refused) {
        throw refused.error() == FileError.EISDIR // open(2) succeeds, read(2) fails
            ? error("error reading dump file: " + refused.error().text())
            : error(path + ": " + refused.error().text());
      } catch (IOException otherFormat) {
        throw error(String.valueOf(otherFormat.getMessage()));
      }
    }

    private static String linkType(boolean cooked) {
      return cooked ? "LINUX_SLL2 (Linux cooked v2)" : "EN10MB (Ethernet)";
    }

    // ---- capturing on links

    private int listen() {
      String name = given.argument('i').orElseGet(this::defaultLink);
      requireSocket(name);
      boolean any = name.equals("any");
      List<Link> links = any ? process.network().links().all() : List.of(link(name));
      CaptureFilter filter = filter();
      if (any) {
        process.err().println("tcpdump: data link type LINUX_SLL2");
      }
      PacketSink sink =
          sink(new PcapHeader(any ? PcapHeader.LINUX_SLL2 : PcapHeader.ETHERNET, snapshotLength));
      boolean immediate = process.out().isTerminal() || given.has('U') || given.has('l');
      Set<Tap.Direction> directions = directions(given.argument('Q').orElse("inout"));
      LiveCapture capture = new LiveCapture(process, links, filter, directions, immediate);
      announce(name, any);
      try {
        capture.pass(count, sink);
        sink.end();
      } catch (IOException full) {
        throw error(String.valueOf(full.getMessage()));
      }
      if (capture.isStopped() && !given.has('w')) {
        process.out().println();
      }
      process.err().println(packets(capture.captured()) + " captured");
      process.err().println(packets(capture.received()) + " received by filter");
      process.err().println("0 packets dropped by kernel");
      return 0;
    }

    /** libpcap opens its socket before it looks for the device. */
    private static void requireSocket(String name) {
      try {
        Caller.requireRaw();
      } catch (ErrnoException refused) {
        throw error(
            "%s: You don't have permission to perform this capture on that device%n(socket: %s)"
                .formatted(name, refused.errno().text()));
      }
    }

    private String defaultLink() {
      return process.network().links().all().stream()
          .filter(link -> link.isUp() && !(link instanceof Loopback))
          .map(Link::name)
          .findFirst()
          .orElse("any");
    }

    private Link link(String name) {
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

    private void announce(String name, boolean any) {
      String prefix = "tcpdump: ";
      if (!options.verbose() && !given.has('w')) {
        process
            .err()
            .println("tcpdump: verbose output suppressed, use -v[v]... for full protocol decode");
        prefix = "";
      }
      process
          .err()
          .println(
              prefix
                  + "listening on "
                  + name
                  + ", link-type "
                  + linkType(any)
                  + ", snapshot length "
                  + snapshotLength
                  + " bytes");
    }

    private static String packets(long number) {
      return number + (number == 1 ? " packet" : " packets");
    }

    // ---- both

    private CaptureFilter filter() {
      try {
        return FilterParser.parse(String.join(" ", given.operands()));
      } catch (FilterSyntaxException malformed) {
        throw error(String.valueOf(malformed.getMessage()));
      }
    }

    private PacketSink sink(PcapHeader header) {
      if (!given.has('w')) {
        return new PrintedPackets(
            process.out(), options, header.linkType() == PcapHeader.LINUX_SLL2);
      }
      String path = given.argument('w').orElse("");
      try {
        Output file =
            path.equals("-")
                ? process.out()
                : Descriptor.open(process, path, OpenMode.TRUNCATE).out();
        return new SavedPackets(file, header, given.has('U'));
      } catch (FileException refused) {
        throw error(path + ": " + refused.error().text());
      } catch (IOException full) {
        throw error(String.valueOf(full.getMessage()));
      }
    }
  }
}
