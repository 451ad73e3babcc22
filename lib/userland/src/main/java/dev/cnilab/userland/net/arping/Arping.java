package dev.cnilab.userland.net.arping;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.List;
import java.util.Optional;

/** {@code arping} of iputils 20221126 and of busybox. */
public final class Arping implements Program {
  private static final int FAILED = 2;
  private static final int PROBED_PORT = 1025;

  private final Dialect dialect;
  private final String usage;
  private final int usageStatus;

  /** The implementation whose output is printed. */
  enum Dialect {
    IPUTILS,
    BUSYBOX
  }

  private Arping(Dialect dialect, String usage, int usageStatus) {
    this.dialect = dialect;
    this.usage = usage;
    this.usageStatus = usageStatus;
  }

  public static Arping ofIputils() {
    return new Arping(Dialect.IPUTILS, "\n" + Usage.text("arping"), FAILED);
  }

  /** The busybox applet. */
  public static Arping ofBusybox(String banner) {
    return new Arping(Dialect.BUSYBOX, banner + "\n\n" + Usage.text("busybox-arping"), 1);
  }

  @Override
  public int run(Process process) {
    try {
      List<String> words = process.arguments();
      GetOpt given =
          GetOpt.parse(
              "arping", words.subList(1, words.size()), "hfqbDUAVc:w:i:I:s:", GetOpt.Order.PERMUTE);
      if (given.has('V')) {
        process
            .out()
            .println(
                "arping from iputils 20221126\n"
                    + "libcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes,"
                    + " __fpending(): yes");
        return 0;
      }
      if (given.error().isPresent() || given.has('h') || given.operands().size() != 1) {
        throw CommandFailure.of(
            usageStatus, given.error().map(text -> text + "\n").orElse("") + usage);
      }
      ArpingOptions options = ArpingOptions.of(given);
      Link link = link(process, given);
      Ipv4Address target = target(process, given.operands().getFirst());
      Ipv4Address source = source(process, given, options, link, target);
      return new ArpingRun(process, dialect, options, link, source, target).run();
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    } catch (Unsuitable unsuitable) {
      String text = unsuitable.text;
      if (dialect == Dialect.BUSYBOX) {
        process
            .err()
            .println("arping: " + text.replace("Interface", "interface").replace("\"", ""));
      } else {
        process.out().println(text);
      }
      return FAILED;
    }
  }

  /** Thrown for an unusable link; iputils and busybox report it on different streams. */
  private static final class Unsuitable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String text;

    Unsuitable(String text) {
      super(text, null, false, false);
      this.text = text;
    }
  }

  private Link link(Process process, GetOpt given) {
    Optional<String> name =
        given
            .argument('I')
            .or(() -> dialect == Dialect.BUSYBOX ? Optional.of("eth0") : Optional.empty());
    if (name.isEmpty()) {
      return process.network().links().all().stream()
          .filter(link -> link.isUp() && !(link instanceof Loopback))
          .findFirst()
          .orElseThrow(() -> error("no suitable device found, please use option -I"));
    }
    Link link =
        process
            .network()
            .links()
            .find(name.get())
            .orElseThrow(
                () ->
                    error(
                        dialect == Dialect.BUSYBOX
                            ? "interface " + name.get() + " not found: No such device"
                            : "Device " + name.get() + " not available."));
    if (!link.isUp()) {
      throw new Unsuitable("Interface \"" + link.name() + "\" is down");
    }
    if (link instanceof Loopback) {
      throw new Unsuitable("Interface \"" + link.name() + "\" is not ARPable");
    }
    return link;
  }

  private static CommandFailure error(String message) {
    return CommandFailure.of(FAILED, "arping: " + message);
  }

  private Ipv4Address target(Process process, String word) {
    try {
      return new Resolver(process).find(word).address();
    } catch (LookupFailure unknown) {
      throw dialect == Dialect.BUSYBOX
          ? CommandFailure.refused("arping: bad address '" + word + "'")
          : error(word + ": " + unknown.getMessage());
    }
  }

  private Ipv4Address sourceAddress(String word) {
    return Ipv4Address.read(word)
        .orElseThrow(
            () ->
                error(
                    (dialect == Dialect.BUSYBOX ? "invalid source address " : "invalid source ")
                        + word));
  }

  /**
   * The sender address: the given one, none for duplicate detection, or the own one for
   * announcements.
   */
  private Ipv4Address source(
      Process process, GetOpt given, ArpingOptions options, Link link, Ipv4Address target) {
    Ipv4Address wanted = given.argument('s').map(this::sourceAddress).orElse(Ipv4Address.ANY);
    if (options.announces() && wanted.isAny()) {
      return target;
    }
    if (options.findsDuplicates()) {
      return wanted;
    }
    try (UdpSocket probe = process.network().sockets().udp()) {
      probe.options().device(link);
      if (!wanted.isAny()) {
        probe.bind(wanted, 0);
      }
      probe.connect(target, PROBED_PORT);
      return wanted.isAny() ? probe.localAddress() : wanted;
    } catch (ErrnoException refused) {
      String call = wanted.isAny() ? "connect: " : "bind: ";
      throw error(call + refused.errno().text());
    }
  }
}
