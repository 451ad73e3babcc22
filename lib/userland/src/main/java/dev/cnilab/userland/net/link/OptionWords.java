package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkOptions;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.link.report.LinkFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** The words that change a link's options, and the changes; see {@link LinkOptions}. */
final class OptionWords {
  private static final Set<String> GENERATIONS = Set.of("eui64", "none", "stable_secret", "random");

  private final List<Consumer<LinkOptions>> changes = new ArrayList<>();
  private OptionalInt group = OptionalInt.empty();

  /** Takes a switch or the group; false if the next word is another. */
  boolean take(Arguments arguments) {
    if (arguments.take("multicast")) {
      boolean on = arguments.onOff("multicast");
      changes.add(each -> each.setMulticast(on));
    } else if (arguments.take("allmulticast")) {
      boolean on = arguments.onOff("allmulticast");
      changes.add(each -> each.setAllMulticast(on));
    } else if (arguments.take("promisc")) {
      boolean on = arguments.onOff("promisc");
      changes.add(each -> each.setPromiscuous(on));
    } else if (arguments.take("arp")) {
      boolean on = arguments.onOff("arp");
      changes.add(each -> each.setArp(on));
    } else if (arguments.take("group")) {
      int number = LinkFilter.group(arguments.next());
      changes.add(each -> each.setGroup(number));
      group = OptionalInt.of(number);
    } else if (arguments.take("mode")) {
      LinkOptions.Mode mode = mode(arguments.next());
      changes.add(each -> each.setMode(mode));
    } else {
      requireKnown(arguments);
      return false;
    }
    return true;
  }

  /** Refuses settings that would have no effect in this network. */
  private static void requireKnown(Arguments arguments) {
    for (String key : new String[] {"trailers", "carrier", "protodown", "state"}) {
      if (arguments.take(key)) {
        throw CommandFailure.refused("\"" + key + "\" is not available on this machine.");
      }
    }
  }

  private static LinkOptions.Mode mode(String word) {
    return switch (word) {
      case "default" -> LinkOptions.Mode.DEFAULT;
      case "dormant" -> LinkOptions.Mode.DORMANT;
      default -> throw CommandFailure.wrong(word, "Invalid link mode\n");
    };
  }

  /** The group that was given. */
  OptionalInt group() {
    return group;
  }

  void takeAddressGeneration(Arguments arguments) {
    String mode = arguments.next();
    if (!GENERATIONS.contains(mode)) {
      throw CommandFailure.wrong(mode, "Invalid address generation mode\n");
    }
    changes.add(each -> each.setAddressGeneration(mode));
  }

  void takeQueueLength(Arguments arguments) {
    int packets = arguments.integer("Invalid \"txqueuelen\" value\n");
    changes.add(each -> each.setQueueLength(packets));
  }

  void takeAlias(Arguments arguments) {
    String text = arguments.next();
    changes.add(each -> each.setAlias(text));
  }

  void applyTo(Link link) {
    boolean arp = link.options().arp();
    changes.forEach(each -> each.accept(link.options()));
    if (!changes.isEmpty()) {
      link.options().changed();
    }
    if (arp != link.options().arp()) {
      link.options().arpChanged();
    }
  }
}
