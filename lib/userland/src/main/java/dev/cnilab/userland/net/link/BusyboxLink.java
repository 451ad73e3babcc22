package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Datapath;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.MacWord;
import dev.cnilab.userland.net.command.iproute.NamedNamespaces;
import dev.cnilab.userland.net.link.report.LinkList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * busybox's {@code ip link} (networking/libiproute/iplink.c), which changes a link by a sequence of
 * ioctls and names the one that failed.
 */
public final class BusyboxLink {
  private static final int WRONG = 2;
  private static final List<String> COMMANDS =
      List.of("add", "delete", "set", "show", "lst", "list");
  private static final List<String> SETTINGS =
      List.of(
          "up",
          "down",
          "name",
          "mtu",
          "qlen",
          "multicast",
          "arp",
          "promisc",
          "address",
          "netns",
          "master",
          "nomaster",
          "dev");

  private final IprouteInvocation invocation;
  private final Arguments arguments;
  private final List<Consumer<Link>> flags = new ArrayList<>();
  private @Nullable String device;
  private @Nullable String name;
  private @Nullable String address;
  private @Nullable Integer mtu;
  private @Nullable Integer queueLength;
  private @Nullable Link master;
  private boolean withoutMaster;
  private @Nullable Integer pid;

  private BusyboxLink(Arguments arguments, IprouteInvocation invocation) {
    this.arguments = arguments;
    this.invocation = invocation;
  }

  public static void run(Arguments arguments, IprouteInvocation invocation) {
    BusyboxLink command = new BusyboxLink(arguments, invocation);
    String word = arguments.isEmpty() ? "show" : arguments.next();
    switch (first(COMMANDS, word)) {
      case "add" -> command.add();
      case "delete" -> command.delete();
      case "set" -> command.set();
      case "" -> throw wrong(word, "ip");
      default -> new LinkList(invocation).links(arguments);
    }
  }

  /** The first word with that prefix; empty if there is none. */
  private static String first(List<String> words, String given) {
    return words.stream().filter(each -> Arguments.matches(given, each)).findFirst().orElse("");
  }

  private static CommandFailure wrong(String word, String key) {
    return refused("invalid argument '" + word + "' to '" + key + "'");
  }

  private static CommandFailure refused(String why) {
    return CommandFailure.of(WRONG, why);
  }

  private int number(String key) {
    String word = arguments.next();
    try {
      long number = Long.decode(word);
      if (number >= 0 && number <= 0xffff_ffffL) {
        return (int) number;
      }
    } catch (NumberFormatException notANumber) {
      // Refused below, like a number that is out of range.
    }
    throw wrong(word, key);
  }

  // ---- set

  private void set() {
    while (!arguments.isEmpty()) {
      take();
    }
    if (device == null) {
      throw refused("\"dev\" requires an argument");
    }
    apply(device);
  }

  private void take() {
    String key = first(SETTINGS, arguments.peek());
    if (!key.isEmpty()) {
      arguments.next();
    }
    switch (key) {
      case "up" -> flags.add(Link::setUp);
      case "down" -> flags.add(Link::setDown);
      case "name" -> name = arguments.next();
      case "mtu" -> mtu = number("mtu");
      case "qlen" -> queueLength = number("qlen");
      case "address" -> address = arguments.next();
      case "netns" -> pid = number("netns");
      case "master" -> master = invocation.link(arguments.next());
      case "nomaster" -> withoutMaster = true;
      case "multicast", "arp", "promisc" -> takeSwitch(key);
      default -> {
        String word = arguments.next();
        if (device != null) {
          throw CommandFailure.garbage("dev", word);
        }
        device = word;
      }
    }
  }

  private void takeSwitch(String key) {
    String word = arguments.next();
    if (!word.equals("on") && !word.equals("off")) {
      throw refused("argument of \"" + key + "\" must be \"on\" or \"off\"");
    }
    boolean on = word.equals("on");
    switch (key) {
      case "multicast" -> flags.add(link -> link.options().setMulticast(on));
      case "promisc" -> flags.add(link -> link.options().setPromiscuous(on));
      default ->
          flags.add(
              link -> {
                link.options().setArp(on);
                link.options().arpChanged();
              });
    }
  }

  private void apply(String of) {
    if (address != null) {
      Link link = found(of, "SIOCGIFINDEX");
      MacAddress mac = mac(address);
      tell("SIOCSIFHWADDR", () -> link.setAddress(mac));
    }
    String called = of;
    if (name != null && !name.equals(of)) {
      String newName = name;
      Link link = found(of, "SIOCSIFNAME");
      tell("SIOCSIFNAME", () -> link.rename(newName));
      called = newName;
    }
    if (queueLength != null) {
      found(called, "SIOCSIFTXQLEN").options().setQueueLength(queueLength);
    }
    if (mtu != null) {
      int bytes = mtu;
      Link link = found(called, "SIOCSIFMTU");
      tell("SIOCSIFMTU", () -> link.setMtu(bytes));
    }
    applyMaster(called);
    if (pid != null) {
      invocation.link(called).moveTo(namespace(pid).links(), null);
    }
    if (!flags.isEmpty()) {
      Link link = found(called, "SIOCGIFFLAGS");
      flags.forEach(each -> tell("SIOCSIFFLAGS", () -> each.accept(link)));
    }
  }

  private void applyMaster(String of) {
    if (withoutMaster) {
      invocation.link(of).clearMaster();
    } else if (master != null) {
      Link link = invocation.link(of);
      if (!(master instanceof Bridge bridge) || master instanceof Datapath) {
        link.clearMaster();
        throw new ErrnoException(Errno.EOPNOTSUPP);
      }
      link.setMaster(bridge);
    }
  }

  private NetworkNamespace namespace(int process) {
    return NamedNamespaces.find(invocation.process(), String.valueOf(process))
        .orElseThrow(() -> new ErrnoException(Errno.ESRCH));
  }

  private Link found(String of, String ioctl) {
    return invocation
        .links()
        .find(of)
        .orElseThrow(() -> refused(ioctl + ": " + Errno.ENODEV.text()));
  }

  private static void tell(String ioctl, Runnable change) {
    try {
      change.run();
    } catch (ErrnoException refused) {
      throw refused(ioctl + ": " + refused.errno().text());
    }
  }

  private static MacAddress mac(String word) {
    int length = MacWord.bytes(word).orElse(0);
    if (length == 0) {
      String bad = List.of(word.split(":", -1)).getFirst();
      throw CommandFailure.refused("\"" + bad + "\" is invalid lladdr");
    }
    if (length != MacAddress.BYTES) {
      throw refused(
          "wrong address ("
              + List.of(word.split(":", -1)).getFirst()
              + ") length: expected "
              + MacAddress.BYTES
              + " bytes");
    }
    return MacWord.parse(word);
  }

  // ---- add and delete

  private void add() {
    String kind = takeCreation();
    Links links = invocation.links();
    String wanted = name == null ? device : name;
    if (wanted != null && (wanted.isEmpty() || wanted.length() > Links.LONGEST_NAME)) {
      throw wrong(wanted, "name");
    }
    String chosen = wanted == null ? LinkCreation.free(links, kind, "") : wanted;
    Link made =
        switch (kind) {
          case "bridge" -> links.addBridge(chosen);
          case "dummy" -> links.addDummy(chosen);
          case "veth" -> links.addVeth(chosen, links, LinkCreation.free(links, kind, chosen));
          case "vxlan" -> throw new ErrnoException(Errno.EINVAL);
          default -> throw new ErrnoException(Errno.EOPNOTSUPP);
        };
    if (address != null) {
      made.setAddress(mac(address));
    }
  }

  /** Reads up to the type, after which only VLANs and VRFs have arguments; returns the type. */
  private String takeCreation() {
    while (!arguments.isEmpty()) {
      String key = first(List.of("link", "name", "type", "dev", "address"), arguments.peek());
      if (!key.isEmpty()) {
        arguments.next();
      }
      switch (key) {
        case "type" -> {
          return arguments.next();
        }
        case "link" -> invocation.link(arguments.next());
        case "name" -> name = arguments.next();
        case "address" -> address = arguments.next();
        default -> device = arguments.next();
      }
    }
    return "";
  }

  private void delete() {
    takeCreation();
    String doomed = Optional.ofNullable(device).orElse(name == null ? "" : name);
    if (doomed.isEmpty()) {
      throw CommandFailure.refused("");
    }
    invocation.link(doomed).delete();
  }
}
