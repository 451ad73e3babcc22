package dev.cnilab.userland.net.nettools;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.userland.command.Manual;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.List;
import java.util.Optional;

/** {@code route} of net-tools and of busybox. */
public final class NettoolsRoute implements Program {
  private static final int KERNEL = 7;
  private static final int HOST = 6;
  private static final int WRONG = 3;
  private static final int MOST_BITS = 32;
  private final boolean busybox;
  private final String usage;

  private NettoolsRoute(boolean busybox, String usage) {
    this.busybox = busybox;
    this.usage = usage;
  }

  /** The net-tools version. */
  public static NettoolsRoute ofNetTools() {
    return new NettoolsRoute(false, Usage.text("route"));
  }

  /** The busybox version. */
  public static NettoolsRoute ofBusybox(String banner) {
    return new NettoolsRoute(true, banner + "\n\n" + Usage.text("busybox-route"));
  }

  @Override
  public int run(Process process) {
    try {
      List<String> words = process.arguments().subList(1, process.arguments().size());
      int verb = verb(words);
      if (verb < 0) {
        list(process, words);
      } else {
        change(process, words.get(verb).equals("add"), words.subList(verb + 1, words.size()));
      }
      return 0;
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  private static int verb(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (List.of("add", "del", "delete").contains(words.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private void list(Process process, List<String> words) {
    boolean numeric = false;
    boolean extended = false;
    for (String word : words) {
      if (word.matches("--?h(elp)?")) {
        throw CommandFailure.of(busybox ? 1 : 0, usage);
      }
      if (!busybox && word.matches("-V|--version")) {
        process.out().println(Manual.of("route").version());
        return;
      } else if (!word.matches("-[nevF4]+")) {
        throw refusal(process, word);
      }
      numeric |= word.contains("n");
      extended |= word.contains("e");
    }
    RouteTableText table = new RouteTableText(process, numeric, busybox);
    if (extended) {
      table.printNetstat();
    } else {
      table.printRoute();
    }
  }

  private CommandFailure refusal(Process process, String word) {
    if (!busybox && !word.startsWith("-")) {
      return CommandFailure.of(WRONG, Manual.usage("route").replaceFirst("\n$", ""));
    }
    String problem =
        word.startsWith("--") && !busybox
            ? "route: unrecognized option '" + word + "'\n"
            : "route: invalid option -- '" + word.replaceFirst("^-", "").charAt(0) + "'\n";
    if (busybox) {
      return CommandFailure.of(1, problem + usage);
    }
    String text = Manual.usage("route");
    int families = text.indexOf("    inet (");
    process.out().print(text.substring(0, families));
    return CommandFailure.of(0, problem + text.substring(families).replaceFirst("\n$", ""));
  }

  private void change(Process process, boolean adds, List<String> words) {
    if (words.isEmpty()) {
      throw CommandFailure.of(busybox ? 1 : 4, usage);
    }
    boolean host = words.contains("-host");
    List<String> rest =
        words.stream().filter(word -> !word.equals("-net") && !word.equals("-host")).toList();
    RouteRequest request = request(process, adds, host, rest);
    try {
      if (adds) {
        process.network().routes().add(request);
      } else {
        process.network().routes().delete(request);
      }
    } catch (ErrnoException refused) {
      String what = (adds ? "SIOCADDRT: " : "SIOCDELRT: ") + refused.errno().text();
      throw busybox ? CommandFailure.refused("route: " + what) : CommandFailure.of(KERNEL, what);
    }
  }

  private RouteRequest request(Process process, boolean adds, boolean host, List<String> rest) {
    Optional<Ipv4Address> mask = after(rest, "netmask").map(word -> address(process, word));
    Optional<Ipv4Address> gateway =
        after(rest, "gw").or(() -> after(rest, "gateway")).map(word -> address(process, word));
    Ipv4Prefix destination = destination(process, rest.getFirst(), mask, host);
    RouteRequest request = RouteRequest.to(destination);
    after(rest, "metric").ifPresent(word -> request.metric(number(word, Integer.MAX_VALUE)));
    if (adds) {
      request.protocol(dev.cnilab.netsim.route.Route.Protocol.BOOT);
    }
    if (rest.contains("reject")) {
      return request.type(RouteType.UNREACHABLE);
    }
    Optional<Link> device = device(process, rest);
    if (gateway.isPresent() && device.isPresent()) {
      request.via(gateway.get(), device.get());
    } else if (gateway.isPresent()) {
      request.via(gateway.get());
    } else {
      device.ifPresent(request::dev);
    }
    return request;
  }

  private static Optional<String> after(List<String> words, String key) {
    int at = words.indexOf(key);
    return at >= 0 && at + 1 < words.size() ? Optional.of(words.get(at + 1)) : Optional.empty();
  }

  private Optional<Link> device(Process process, List<String> rest) {
    Optional<String> name =
        after(rest, "dev")
            .or(
                () ->
                    rest.subList(1, rest.size()).stream()
                        .filter(word -> process.network().links().find(word).isPresent())
                        .findFirst());
    return name.map(
        word ->
            process
                .network()
                .links()
                .find(word)
                .orElseThrow(
                    () ->
                        busybox
                            ? CommandFailure.refused("route: SIOCADDRT: No such device")
                            : CommandFailure.of(KERNEL, "SIOCADDRT: No such device")));
  }

  private Ipv4Prefix destination(
      Process process, String word, Optional<Ipv4Address> mask, boolean host) {
    if (word.equals("default")) {
      return Ipv4Prefix.DEFAULT;
    }
    int slash = word.indexOf('/');
    if (slash >= 0) {
      Ipv4Address address = address(process, word.substring(0, slash));
      return new Ipv4Prefix(address, number(word.substring(slash + 1), MOST_BITS));
    }
    Ipv4Address address = address(process, word);
    int whole = address.isAny() && !host ? 0 : 32;
    return new Ipv4Prefix(address, mask.map(each -> Integer.bitCount(each.bits())).orElse(whole));
  }

  private int number(String word, int most) {
    if (!word.matches("\\d{1,10}")) {
      throw busybox
          ? CommandFailure.refused("route: invalid number '" + word + "'")
          : CommandFailure.of(WRONG, Usage.text("inet-route"));
    }
    long number = Long.parseLong(word);
    if (number > most) {
      throw busybox
          ? CommandFailure.refused("route: number " + word + " is not in 0.." + most + " range")
          : CommandFailure.of(
              WRONG, "route: netmask doesn't match route address\n" + Usage.text("inet-route"));
    }
    return (int) number;
  }

  private Ipv4Address address(Process process, String word) {
    try {
      return new Resolver(process).find(word).address();
    } catch (LookupFailure unknown) {
      throw busybox
          ? CommandFailure.refused("route: bad address '" + word + "'")
          : CommandFailure.of(HOST, word + ": Unknown host");
    }
  }
}
