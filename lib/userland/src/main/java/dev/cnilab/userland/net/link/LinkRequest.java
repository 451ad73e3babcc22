package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Datapath;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.MacWord;
import dev.cnilab.userland.net.command.iproute.NamedNamespaces;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The arguments that describe a link, up to {@code type} (iplink_parse). */
final class LinkRequest {
  private @Nullable String name;
  private @Nullable String device;
  private String lower = "";
  private @Nullable Boolean up;
  private String addressWord = "";
  private @Nullable MacAddress address;
  private @Nullable Integer mtu;
  private OptionalInt index = OptionalInt.empty();
  private @Nullable NetworkNamespace namespace;
  private @Nullable Link master;
  private boolean withoutMaster;
  private String kind = "";
  private final OptionWords options = new OptionWords();

  private LinkRequest() {}

  static LinkRequest parse(Arguments arguments, IprouteInvocation invocation) {
    LinkRequest request = new LinkRequest();
    while (!arguments.isEmpty() && request.kind.isEmpty()) {
      request.take(arguments, invocation);
    }
    request.readAddress(invocation);
    return request;
  }

  private void take(Arguments arguments, IprouteInvocation invocation) {
    if (arguments.take("up")) {
      up = true;
    } else if (arguments.take("down")) {
      up = false;
    } else if (arguments.take("name")) {
      takeName(arguments);
    } else if (arguments.take("index")) {
      index =
          OptionalInt.of((int) arguments.number(1, Integer.MAX_VALUE, "Invalid \"index\" value"));
    } else if (arguments.takeMatching("link")) {
      lower = arguments.next();
    } else if (arguments.takeMatching("address")) {
      takeAddress(arguments.next());
    } else if (arguments.takeMatching("broadcast") || arguments.take("brd")) {
      MacWord.next(arguments);
    } else if (arguments.takeMatching("txqueuelen", "txqlen") || arguments.take("qlen")) {
      options.takeQueueLength(arguments);
    } else if (arguments.take("mtu")) {
      takeMtu(arguments);
    } else if (arguments.take("netns")) {
      namespace = namespace(arguments.next(), invocation);
    } else if (arguments.takeMatching("master")) {
      master = master(arguments.next(), invocation);
    } else if (arguments.takeMatching("nomaster")) {
      withoutMaster = true;
    } else if (!options.take(arguments)) {
      takeRest(arguments);
    }
  }

  private void takeAddress(String word) {
    if (MacWord.bytes(word).isEmpty()) {
      MacWord.parse(word);
    }
    addressWord = word;
  }

  /** Reads a MAC address; an existing link's must keep its length. */
  private void readAddress(IprouteInvocation invocation) {
    int length = MacWord.bytes(addressWord).orElse(MacAddress.BYTES);
    boolean exists = device != null && invocation.links().find(device).isPresent();
    if (exists && !addressWord.isEmpty() && length != MacAddress.BYTES) {
      throw CommandFailure.refused(
          "Invalid address length " + length + " - must be " + MacAddress.BYTES + " bytes");
    }
    address = addressWord.isEmpty() ? null : MacWord.parse(addressWord);
  }

  private void takeRest(Arguments arguments) {
    if (arguments.takeMatching("dynamic")) {
      arguments.onOff("dynamic");
    } else if (arguments.takeMatching("type")) {
      kind = arguments.next();
    } else if (arguments.takeMatching("alias")) {
      options.takeAlias(arguments);
    } else if (arguments.takeMatching("addrgenmode")) {
      options.takeAddressGeneration(arguments);
    } else if (arguments.takeMatching("numtxqueues")) {
      arguments.integer("Invalid \"numtxqueues\" value\n");
    } else if (arguments.takeMatching("numrxqueues")) {
      arguments.integer("Invalid \"numrxqueues\" value\n");
    } else if (arguments.takeMatching("link-netns", "link-netnsid")) {
      arguments.next();
    } else {
      takeDevice(arguments);
    }
  }

  private void takeName(Arguments arguments) {
    String word = arguments.next();
    if (name != null) {
      throw CommandFailure.duplicate("name", word);
    }
    if (!isLinkName(word)) {
      throw CommandFailure.wrong(word, "\"name\" not a valid ifname");
    }
    name = word;
    device = device == null ? word : device;
  }

  private void takeMtu(Arguments arguments) {
    if (mtu != null) {
      throw CommandFailure.duplicate("mtu", arguments.next());
    }
    mtu = arguments.integer("Invalid \"mtu\" value\n");
  }

  private void takeDevice(Arguments arguments) {
    if (Arguments.matches(arguments.peek(), "help")) {
      throw CommandFailure.usage(Usage.text("ip-link"));
    }
    arguments.take("dev");
    String word = arguments.next();
    if (!Objects.equals(device, name)) {
      throw CommandFailure.garbage("dev", word);
    }
    boolean blank = word.chars().anyMatch(Character::isWhitespace);
    if (word.isEmpty() || word.length() > 127 || word.contains("/") || blank) {
      throw CommandFailure.wrong(word, "\"dev\" not a valid ifname");
    }
    device = word;
  }

  private static boolean isLinkName(String word) {
    return !word.isEmpty()
        && word.length() < 16
        && word.chars().noneMatch(c -> c == '/' || Character.isWhitespace(c));
  }

  private static NetworkNamespace namespace(String word, IprouteInvocation invocation) {
    Optional<NetworkNamespace> found = NamedNamespaces.find(invocation.process(), word);
    if (found.isEmpty() && word.matches("-?\\d{1,9}")) {
      throw new ErrnoException(Errno.ESRCH);
    }
    return found.orElseThrow(() -> CommandFailure.wrong(word, "Invalid \"netns\" value\n"));
  }

  private static Link master(String word, IprouteInvocation invocation) {
    return invocation
        .links()
        .find(word)
        .orElseThrow(() -> CommandFailure.wrong(word, "Device does not exist\n"));
  }

  /** The word after {@code type}; empty if it was not given. */
  String kind() {
    return kind;
  }

  Optional<NetworkNamespace> namespace() {
    return Optional.ofNullable(namespace);
  }

  /** The name of the lower link of a new one; empty for none. */
  String lower() {
    return lower;
  }

  /** The name of a new link; empty to have one chosen. */
  String newName() {
    if (name != null && device != null && !name.equals(device)) {
      throw CommandFailure.usage("both \"name\" and \"dev\" cannot be used when creating devices.");
    }
    return device == null ? "" : device;
  }

  String requireDevice() {
    if (device == null) {
      throw CommandFailure.usage("Not enough information: \"dev\" argument is required.");
    }
    return device;
  }

  /**
   * The links to change or delete: the one that is named, or all of a group.
   *
   * @throws CommandFailure if neither is given or there is no link of that name
   */
  List<Link> existing(IprouteInvocation invocation) {
    if (device == null && options.group().isPresent()) {
      int group = options.group().getAsInt();
      return invocation.links().all().stream()
          .filter(each -> each.options().group() == group)
          .toList();
    }
    return List.of(invocation.link(requireDevice()));
  }

  /** The group that was given; empty if a single link was also given. */
  OptionalInt groupOnly() {
    return device == null ? options.group() : OptionalInt.empty();
  }

  /** Refuses what only a new link can have. */
  void refuseIndex() {
    if (index.isPresent() && namespace == null) {
      throw CommandFailure.usage(
          "index can be used only when creating devices or when moving device to another netns.");
    }
  }

  /** Whether it is to be set up. */
  boolean up() {
    return up != null && up;
  }

  /** The requested index. */
  OptionalInt index() {
    return index;
  }

  /** Changes an existing link, in the order of the kernel's do_setlink. */
  void applyTo(Link link) {
    if (namespace != null) {
      link.moveTo(namespace.links(), newNameOf(link));
    }
    if (address != null) {
      link.setAddress(address);
    }
    if (mtu != null) {
      link.setMtu(mtu);
    }
    if (newNameOf(link) != null) {
      link.rename(Objects.requireNonNull(name));
    }
    applyState(link);
    options.applyTo(link);
  }

  private @Nullable String newNameOf(Link link) {
    return name == null || name.equals(link.name()) ? null : name;
  }

  /** Applies the settings to a new link. */
  void complete(Link link) {
    if (address != null) {
      link.setAddress(address);
    }
    if (mtu != null) {
      link.setMtu(mtu);
    }
    applyState(link);
    options.applyTo(link);
  }

  private void applyState(Link link) {
    if (up != null && up) {
      link.setUp();
    } else if (up != null) {
      link.setDown();
    }
    if (withoutMaster) {
      link.clearMaster();
    } else if (master != null) {
      if (!(master instanceof Bridge bridge) || master instanceof Datapath) {
        link.clearMaster();
        throw new ErrnoException(Errno.EOPNOTSUPP);
      }
      link.setMaster(bridge);
    }
  }
}
