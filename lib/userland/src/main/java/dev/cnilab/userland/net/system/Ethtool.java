package dev.cnilab.userland.net.system;

import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Datapath;
import dev.cnilab.netsim.link.Dummy;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.link.Ipvlan;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.Macvlan;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** {@code ethtool}: a link, its driver and its offloads. */
public final class Ethtool implements Program {
  private static final int NO_DRIVER = 71;
  private static final int NOTHING_DESCRIBED = 75;
  private static final int NOT_CHANGED = 92;
  private static final int AFTER_HEADERS = 48;
  private static final int PADDING = 4;

  /** Options of the real ethtool that are not supported. */
  private static final String NOT_HERE =
      "-[ACdeEfGLmnNprstuUwWxX]|--(set|change|coalesce|pause|identify|test).*";

  private static final String NO_MATCH =
      "netlink error: no device matches name (offset 24)\nnetlink error: No such device";
  private static final String NOT_PERMITTED = "netlink error: Operation not permitted";

  private enum Request {
    DESCRIPTION,
    DRIVER,
    OFFLOADS,
    CHANGE;

    /** The request that begins with a word; empty for an unknown option. */
    static Optional<Request> of(String word) {
      return switch (word) {
        case "-i", "--driver" -> Optional.of(DRIVER);
        case "-k", "--show-features", "--show-offload" -> Optional.of(OFFLOADS);
        case "-K", "--features", "--offload" -> Optional.of(CHANGE);
        default -> word.startsWith("-") ? Optional.empty() : Optional.of(DESCRIPTION);
      };
    }

    /** The link's name in a command line; empty if it has none. */
    Optional<String> link(List<String> words) {
      return words.stream()
          .skip(this == DESCRIPTION ? 0 : 1)
          .findFirst()
          .filter(name -> !name.isEmpty() && !name.startsWith("-"));
    }
  }

  @Override
  public int run(Process process) {
    List<String> words = process.arguments().subList(1, process.arguments().size());
    String first = words.isEmpty() ? "-" : words.getFirst();
    if (first.equals("--version")) {
      process.out().println("ethtool version 6.1");
      return 0;
    } else if (first.matches("-h|--help")) {
      process
          .out()
          .println(
              "Usage:\n\tethtool [ FLAGS ] DEVNAME\n\tethtool -i|--driver DEVNAME"
                  + "\n\tethtool -k|--show-features DEVNAME"
                  + "\n\tethtool -K|--features DEVNAME FEATURE on|off ...");
      return 0;
    } else if (words.size() > 1 && EthtoolReports.has(first)) {
      return new EthtoolReports(process).run(first, words.subList(1, words.size()));
    } else if (words.size() > 1 && first.matches(NOT_HERE)) {
      return refuse(process, first, words.get(1));
    }
    return Request.of(first)
        .flatMap(request -> request.link(words).map(name -> answer(process, request, name, words)))
        .orElseGet(() -> mistake(process));
  }

  /** What only a card could do; a virtual link's driver refuses it. */
  private static int refuse(Process process, String option, String name) {
    Optional<Link> link = process.network().links().find(name);
    Refusal refusal = REFUSALS.get(option);
    if (refusal == null || link.isEmpty() || link.get() instanceof Nic) {
      process.err().println("ethtool: " + option + " is not available on this machine");
      return 1;
    }
    process.err().println(refusal.message());
    return refusal.status();
  }

  /** How a request ends that a driver does not support. */
  private record Refusal(String message, int status) {}

  private static final String UNSUPPORTED = ": Operation not supported";

  private static final Refusal NO_RULES =
      new Refusal(
          "Cannot get RX rings"
              + UNSUPPORTED
              + "\nrxclass: Cannot get RX class rule count"
              + UNSUPPORTED
              + "\nRX classification rule retrieval failed",
          1);

  private static final Map<String, Refusal> REFUSALS =
      Map.of(
          "-s", new Refusal("netlink error" + UNSUPPORTED, 75),
          "-m", new Refusal("netlink error" + UNSUPPORTED, 1),
          "-r", new Refusal("Cannot restart autonegotiation" + UNSUPPORTED, 255),
          "-p", new Refusal("Cannot identify NIC" + UNSUPPORTED, 255),
          "-u", NO_RULES,
          "-n", NO_RULES,
          "-x", new Refusal("Cannot get RX ring count" + UNSUPPORTED, 1),
          "-d", new Refusal("Cannot get register dump" + UNSUPPORTED, 74));

  private static int mistake(Process process) {
    process
        .err()
        .println("ethtool: bad command line argument(s)\nFor more information run ethtool -h");
    return 1;
  }

  private static int answer(Process process, Request request, String name, List<String> words) {
    Optional<Link> found = process.network().links().find(name);
    if (found.isEmpty()) {
      return withoutLink(process, request);
    }
    Link link = found.get();
    return switch (request) {
      case DESCRIPTION -> describe(process, link);
      case DRIVER -> driver(process, link);
      case OFFLOADS ->
          withOffloads(
              process,
              link,
              offloads -> {
                process.out().print(offloads.text());
                return 0;
              });
      case CHANGE -> {
        if (!process.credentials().can(Capability.NET_ADMIN)) {
          process.err().println(NOT_PERMITTED);
          yield NOT_CHANGED;
        }
        yield withOffloads(
            process,
            link,
            offloads -> change(process, name, offloads, words.subList(2, words.size())));
      }
    };
  }

  private static int withoutLink(Process process, Request request) {
    return switch (request) {
      case DRIVER -> {
        process.err().println("Cannot get driver information: No such device");
        yield NO_DRIVER;
      }
      case DESCRIPTION -> {
        // five requests; the third, for Wake-on-LAN, is for administrators alone
        String third = process.credentials().can(Capability.NET_ADMIN) ? NO_MATCH : NOT_PERMITTED;
        process.err().println(String.join("\n", NO_MATCH, NO_MATCH, third, NO_MATCH, NO_MATCH));
        process.out().println("No data available");
        yield NOTHING_DESCRIBED;
      }
      case OFFLOADS, CHANGE -> {
        process.err().println(NO_MATCH);
        yield request == Request.CHANGE ? NOT_CHANGED : 1;
      }
    };
  }

  private static int withOffloads(Process process, Link link, ToIntFunction<Offloads> use) {
    Optional<Offloads> offloads = Offloads.of(link);
    if (offloads.isEmpty()) {
      process.err().println("ethtool: the offloads of " + driver(link) + " are not known here");
      return 1;
    }
    return use.applyAsInt(offloads.get());
  }

  private static int driver(Process process, Link link) {
    if (link instanceof Loopback) {
      process.err().println("Cannot get driver information: Operation not supported");
      return NO_DRIVER;
    }
    boolean veth = link instanceof Veth;
    String none = link instanceof Bridge ? "N/A" : "";
    process
        .out()
        .println(
            ("driver: " + driver(link))
                + ("\nversion: " + version(link))
                + ("\nfirmware-version: " + none)
                + ("\nexpansion-rom-version: \nbus-info: " + none)
                + ("\nsupports-statistics: " + (veth ? "yes" : "no"))
                + "\nsupports-test: no\nsupports-eeprom-access: no"
                + "\nsupports-register-dump: no\nsupports-priv-flags: no");
    return 0;
  }

  private static String version(Link link) {
    return switch (link) {
      case Veth veth -> "1.0";
      case Vxlan vxlan -> "0.1";
      case Datapath datapath -> "";
      case Bridge bridge -> "2.3";
      default -> "";
    };
  }

  private static String driver(Link link) {
    return switch (link) {
      case Veth veth -> "veth";
      case Datapath datapath -> "openvswitch";
      case Bridge bridge -> "bridge";
      case Vxlan vxlan -> "vxlan";
      case Ipip tunnel -> "ipip";
      case Dummy dummy -> "dummy";
      case Macvlan macvlan -> "macvlan";
      case Ipvlan ipvlan -> "ipvlan";
      case Loopback lo -> "";
      case Nic card -> "virtio_net";
    };
  }

  private static int change(Process process, String link, Offloads offloads, List<String> words) {
    if (words.isEmpty()) {
      process.err().println("Could not change any device features");
      return 1;
    }
    Map<String, Boolean> wanted = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i += 2) {
      String state = i + 1 < words.size() ? words.get(i + 1) : "";
      List<String> named = Offloads.named(words.get(i));
      if (!state.matches("on|off")) {
        process
            .err()
            .println(
                "ethtool (-K): flag '%s' for parameter '(null)' is not followed by 'on' or 'off'"
                    .formatted(state));
        return 1;
      } else if (named.isEmpty()) {
        process
            .err()
            .println("netlink error: bit name not found (offset %d)".formatted(offset(link)));
        process.err().println("netlink error: Operation not supported");
        return NOT_CHANGED;
      }
      named.forEach(name -> wanted.put(name, state.equals("on")));
    }
    process.out().print(offloads.change(wanted));
    return 0;
  }

  /**
   * The offset of the first feature's name in the request: after the link's name, which is padded.
   */
  private static int offset(String link) {
    return AFTER_HEADERS + (link.length() + PADDING) / PADDING * PADDING;
  }

  private static int describe(Process process, Link link) {
    if (!process.credentials().can(Capability.NET_ADMIN)) {
      process.err().println(NOT_PERMITTED); // for Wake-on-LAN, which no link here has
    }
    if (link instanceof Loopback) { // it has no settings
      process.out().println("Settings for lo:\n\tLink detected: " + (link.isUp() ? "yes" : "no"));
      return 0;
    }
    process
        .out()
        .println(
            "Settings for "
                + link.name()
                + ":\n\tSupported ports: [  ]\n\tSupported link modes:   Not reported"
                + "\n\tSupported pause frame use: No\n\tSupports auto-negotiation: No"
                + "\n\tSupported FEC modes: Not reported\n\tAdvertised link modes:  Not reported"
                + "\n\tAdvertised pause frame use: No\n\tAdvertised auto-negotiation: No"
                + "\n\tAdvertised FEC modes: Not reported\n\tSpeed: 10000Mb/s\n\tDuplex: Full"
                + "\n\tAuto-negotiation: off\n\tPort: Twisted Pair\n\tPHYAD: 0"
                + "\n\tTransceiver: internal\n\tMDI-X: Unknown\n\tLink detected: "
                + (link.isUp() && link.hasCarrier() ? "yes" : "no"));
    return 0;
  }
}
