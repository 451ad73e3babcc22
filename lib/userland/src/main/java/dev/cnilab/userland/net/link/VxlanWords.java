package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanSettings;
import dev.cnilab.netsim.link.VxlanSettings.Df;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The arguments after {@code type vxlan} (ip/iplink_vxlan.c). */
final class VxlanWords {
  /** The kernel's default for {@code dstport}, which is not IANA's. */
  private static final int KERNEL_PORT = 8472;

  private final Arguments arguments;
  private final IprouteInvocation invocation;
  private final Set<String> given = new HashSet<>();
  private int vni;
  private VxlanSettings settings = VxlanSettings.of(0).port(KERNEL_PORT);

  private VxlanWords(Arguments arguments, IprouteInvocation invocation) {
    this.arguments = arguments;
    this.invocation = invocation;
  }

  /** The settings of a new link. */
  static VxlanSettings parse(Arguments arguments, IprouteInvocation invocation) {
    VxlanWords words = new VxlanWords(arguments, invocation);
    if (arguments.isEmpty()) {
      throw new ErrnoException(
          Errno.EINVAL, "Required attributes not provided to perform the operation.");
    }
    words.takeAll();
    words.check();
    return words.complete();
  }

  private VxlanSettings complete() {
    return new VxlanSettings(
        vni,
        settings.local(),
        settings.remote(),
        settings.device(),
        settings.port(),
        settings.learning(),
        settings.df(),
        settings.ttl(),
        settings.ageing(),
        settings.external());
  }

  /** The changes to an existing link. */
  static Consumer<Vxlan> change(Arguments arguments, IprouteInvocation invocation) {
    VxlanWords words = new VxlanWords(arguments, invocation);
    words.takeAll();
    return vxlan -> vxlan.change(words.over(vxlan.settings()));
  }

  private VxlanSettings over(VxlanSettings before) {
    return new VxlanSettings(
        given.contains("id") ? vni : before.vni(),
        given.contains("local") ? settings.local() : before.local(),
        given.contains("group") || given.contains("remote") ? settings.remote() : before.remote(),
        given.contains("dev") ? settings.device() : before.device(),
        given.contains("dstport") ? settings.port() : before.port(),
        given.contains("learning") ? settings.learning() : before.learning(),
        given.contains("df") ? settings.df() : before.df(),
        given.contains("ttl") ? settings.ttl() : before.ttl(),
        given.contains("ageing") ? settings.ageing() : before.ageing(),
        before.external());
  }

  private void takeAll() {
    while (!arguments.isEmpty()) {
      if (!takeValue()) {
        takeFlag();
      }
    }
  }

  private void check() {
    if (given.contains("group") && given.contains("remote")) {
      throw CommandFailure.refused("vxlan: both group and remote cannot be specified");
    }
    if (settings.external() && given.contains("id")) {
      throw CommandFailure.refused("vxlan: both 'external' and vni cannot be specified");
    }
    if (!given.contains("id") && !settings.external()) {
      throw CommandFailure.refused("vxlan: missing virtual network identifier");
    }
    if (settings.remote() != null && settings.remote().isMulticast() && !given.contains("dev")) {
      throw CommandFailure.refused("vxlan: 'group' requires 'dev' to be specified");
    }
    if (!given.contains("dstport")) {
      invocation.warn(
          """
          vxlan: destination port not specified
          Will use Linux kernel default (non-standard value)
          Use 'dstport 4789' to get the IANA assigned value
          Use 'dstport 0' to get default and quiet this message\
          """);
    }
  }

  private boolean takeValue() {
    if (arguments.takeMatching("id", "vni")) {
      once("id");
      vni = (int) arguments.number(0, (1 << 24) - 1, "invalid id");
    } else if (arguments.takeMatching("group")) {
      takeFar("group", true);
    } else if (arguments.takeMatching("remote")) {
      takeFar("remote", false);
    } else if (arguments.takeMatching("local")) {
      once("local");
      settings = settings.local(address(settings.remote()));
    } else if (arguments.takeMatching("dev")) {
      once("dev");
      settings = settings.device(device(arguments.next()));
    } else if (arguments.takeMatching("ttl", "hoplimit")) {
      once("ttl");
      takeTtl();
    } else if (arguments.takeMatching("tos", "dsfield", "label", "flowlabel", "maxaddress")) {
      arguments.next();
    } else if (arguments.takeMatching("df")) {
      once("df");
      settings = settings.df(df(arguments.next()));
    } else if (arguments.takeMatching("ageing")) {
      once("ageing");
      takeAgeing();
    } else if (arguments.takeMatching("port", "srcport")) {
      arguments.number(0, 65535, "min port");
      arguments.number(0, 65535, "max port");
    } else if (arguments.takeMatching("dstport")) {
      once("dstport");
      int port = (int) arguments.number(0, 65535, "dst port");
      settings = settings.port(port == 0 ? KERNEL_PORT : port);
    } else {
      return false;
    }
    return true;
  }

  private void takeFar(String key, boolean multicast) {
    once(key);
    String word = arguments.peek();
    settings = settings.remote(address(settings.local()));
    boolean isGroup = settings.remote() != null && settings.remote().isMulticast();
    if (isGroup != multicast) {
      throw CommandFailure.wrong(word, "invalid " + key + " address");
    }
  }

  /** An address, of the same family as the other one if that is known. */
  private Ipv4Address address(@Nullable Ipv4Address other) {
    return InetPrefix.nextAddress(
        arguments, other == null ? AddressFamily.UNSPEC : AddressFamily.INET);
  }

  private Link device(String name) {
    return invocation
        .links()
        .find(name)
        .orElseThrow(() -> CommandFailure.usage("Cannot find device \"" + name + "\""));
  }

  private void takeFlag() {
    String word = arguments.next();
    if (Arguments.matches(word, "nolearning")) {
      settings = settings.noLearning();
      given.add("learning");
    } else if (Arguments.matches(word, "help")) {
      throw CommandFailure.refused(Usage.text("vxlan"));
    } else if (Arguments.matches(word, "learning")) {
      given.add("learning");
    } else if (Arguments.matches(word, "external")) {
      settings = settings.byKey();
    } else if (!isFlag(word)) {
      throw CommandFailure.refused(
          "vxlan: unknown command \"" + word + "\"?\n" + Usage.text("vxlan"));
    }
  }

  private static boolean isFlag(String word) {
    for (String flag :
        new String[] {
          "learning",
          "proxy",
          "rsc",
          "l2miss",
          "l3miss",
          "udpcsum",
          "udp6zerocsumtx",
          "udp6zerocsumrx",
          "remcsumtx",
          "remcsumrx",
          "gbp",
          "gpe",
          "vnifilter"
        }) {
      if (Arguments.matches(word, flag) || Arguments.matches(word, "no" + flag)) {
        return true;
      }
    }
    return false;
  }

  private void takeTtl() {
    if (!arguments.take("inherit") && !arguments.take("auto")) {
      settings = settings.ttl((int) arguments.number(0, 255, "TTL must be <= 255"));
    }
  }

  private void takeAgeing() {
    if (!arguments.take("none")) {
      long seconds = arguments.number(0, 0xffff_ffffL, "ageing timer");
      settings = settings.ageing(Duration.ofSeconds(seconds));
    } else {
      settings = settings.ageing(Duration.ZERO);
    }
  }

  private static Df df(String word) {
    return switch (word) {
      case "unset" -> Df.UNSET;
      case "set" -> Df.SET;
      case "inherit" -> Df.INHERIT;
      default -> throw CommandFailure.wrong(word, "DF must be 'unset', 'set' or 'inherit'");
    };
  }

  private void once(String key) {
    if (!given.add(key)) {
      throw CommandFailure.garbage(key, arguments.isEmpty() ? key : arguments.peek());
    }
  }
}
