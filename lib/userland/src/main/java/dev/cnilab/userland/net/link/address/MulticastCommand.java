package dev.cnilab.userland.net.link.address;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.userland.kernel.network.MulticastGroups;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.MacWord;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** {@code ip maddress} (ipmaddr.c). */
public final class MulticastCommand {
  private MulticastCommand() {}

  public static void run(Arguments arguments, IprouteInvocation invocation) {
    if (arguments.isEmpty() || arguments.takeMatching("show", "lst", "list")) {
      show(arguments, invocation);
    } else if (arguments.takeMatching("add")) {
      change(arguments, invocation, (link, group) -> link.options().addGroup(group));
    } else if (arguments.takeMatching("delete")) {
      change(arguments, invocation, (link, group) -> link.options().removeGroup(group));
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("ip-maddress"));
    } else {
      throw CommandFailure.unknown(arguments.next(), "ip maddr");
    }
  }

  private static void change(
      Arguments arguments, IprouteInvocation invocation, BiConsumer<Link, MacAddress> change) {
    String device = "";
    MacAddress group = MacAddress.ZERO;
    while (!arguments.isEmpty()) {
      if (arguments.take("dev")) {
        device = arguments.next();
      } else {
        arguments.takeMatching("address");
        if (Arguments.matches(arguments.peek(), "help")) {
          throw CommandFailure.usage(Usage.text("ip-maddress"));
        }
        group = group(arguments.next());
      }
    }
    if (device.isEmpty()) {
      throw CommandFailure.usage("Not enough information: \"dev\" is required.");
    }
    Link link =
        invocation
            .links()
            .find(device)
            .orElseThrow(() -> CommandFailure.refused("ioctl: No such device"));
    try {
      change.accept(link, group);
    } catch (ErrnoException refused) {
      throw CommandFailure.refused("ioctl: " + refused.errno().text());
    }
  }

  private static MacAddress group(String word) {
    int length =
        word.contains(".") && !word.contains(":")
            ? word.split("\\.", -1).length
            : MacWord.bytes(word).orElse(MacAddress.BYTES);
    if (length != MacAddress.BYTES) {
      throw CommandFailure.refused(
          "Error: Invalid address length " + length + " - must be " + MacAddress.BYTES + " bytes");
    }
    return MacWord.parse(word);
  }

  private static void show(Arguments arguments, IprouteInvocation invocation) {
    String device = null;
    while (!arguments.isEmpty()) {
      arguments.take("dev");
      if (Arguments.matches(arguments.peek(), "help")) {
        throw CommandFailure.usage(Usage.text("ip-maddress"));
      }
      String word = arguments.next();
      if (device != null) {
        throw CommandFailure.garbage("dev", word);
      }
      device = word;
    }
    for (Link link : invocation.links().all()) {
      if (device == null || device.equals(link.name())) {
        new Entry(invocation, link).print();
      }
    }
  }

  /** The groups of a link, under its name, or in one-line output each after its name. */
  private static final class Entry {
    private final IprouteInvocation invocation;
    private final CommandReport out;
    private final Link link;
    private boolean begun;

    Entry(IprouteInvocation invocation, Link link) {
      this.invocation = invocation;
      this.out = invocation.report();
      this.link = link;
    }

    void print() {
      MulticastGroups groups = MulticastGroups.of(link);
      if (shows(AddressFamily.LINK)) {
        for (MacAddress group : groups.linkLayer()) {
          begin();
          out.openObject().field("link", "\tlink  %s", group);
          if (groups.added().contains(group)) {
            out.json("static", true).text(" static");
          }
          out.text("\n").closeObject();
        }
      }
      if (shows(AddressFamily.INET)) {
        groups.ipv4().forEach(group -> print("inet", group));
      }
      if (shows(AddressFamily.INET6)) {
        groups.ipv6().forEach(group -> print("inet6", group));
      }
      if (begun) {
        out.closeArray().closeObject();
      }
    }

    private boolean shows(AddressFamily family) {
      AddressFamily asked = invocation.settings().family();
      return asked == AddressFamily.UNSPEC || asked == family;
    }

    private void print(String family, @Nullable Object group) {
      begin();
      out.openObject().json("family", family).text("\t%-5s ".formatted(family));
      out.field("address", "%s", String.valueOf(group)).text("\n").closeObject();
    }

    private void begin() {
      if (invocation.settings().oneline()) {
        out.text(link.index() + ":\t" + link.name() + "\\");
      } else if (!begun) {
        out.text(link.index() + ":\t" + link.name() + "\n");
      }
      if (!begun) {
        out.openObject().json("ifindex", link.index()).json("ifname", link.name());
        out.openArray("maddr");
      }
      begun = true;
    }
  }
}
