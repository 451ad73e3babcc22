package dev.cnilab.userland.net.lsof;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.sockets.ServicesFile;
import dev.cnilab.userland.net.sockets.report.HeldSocket;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The argument of {@code -i}: {@code [46][protocol][@host][:ports]}.
 *
 * @param family 4 or 6; a space for both
 * @param protocol tcp or udp; empty for both
 * @param ports the first and last of each range; empty for all
 */
record InternetFilter(char family, String protocol, Optional<Ipv4Address> host, List<int[]> ports) {
  private static final Pattern SPEC = Pattern.compile("([46]?)([A-Za-z]*)(?:@([^:]+))?(?::(.+))?");

  /** Parses an argument. */
  static InternetFilter parse(Process process, String text) throws ProgramException {
    Matcher spec = SPEC.matcher(text);
    if (!spec.matches()) {
      throw wrong("unacceptable Internet address in: -i " + text);
    }
    String protocol = spec.group(2).toLowerCase(Locale.ROOT);
    if (!protocol.matches("tcp|udp|")) {
      throw wrong("unknown protocol name (" + spec.group(2) + ") in: -i " + text);
    }
    List<int[]> ports = new ArrayList<>();
    for (String each : spec.group(4) == null ? new String[0] : spec.group(4).split(",")) {
      String[] ends = each.split("-", 2);
      int first = port(ends[0], text);
      ports.add(new int[] {first, ends.length > 1 ? port(ends[1], text) : first});
    }
    char family = spec.group(1).isEmpty() ? ' ' : spec.group(1).charAt(0);
    return new InternetFilter(family, protocol, host(process, spec.group(3), text), ports);
  }

  private static Optional<Ipv4Address> host(
      Process process, @org.jspecify.annotations.Nullable String name, String text)
      throws ProgramException {
    try {
      return name == null
          ? Optional.empty()
          : Optional.of(new Resolver(process).find(name).address());
    } catch (LookupFailure unknown) {
      throw wrong("unknown host name (" + name + ") in: -i " + text);
    }
  }

  private static int port(String word, String text) throws ProgramException {
    Optional<Integer> port = ServicesFile.port(word);
    if (port.isEmpty()) {
      throw wrong(
          (word.matches("[0-9]+") ? "unacceptable port specification" : "unknown service " + word)
              + " in: -i "
              + text);
    }
    return port.get();
  }

  static ProgramException wrong(String problem) {
    return new ProgramException(1, problem + "\n" + LsofOptions.USAGE);
  }

  boolean matches(HeldSocket socket) {
    boolean right = family != '6' && (protocol.isEmpty() || protocol.equals(socket.protocol()));
    boolean there =
        host.isEmpty()
            || host.get().equals(socket.local().address())
            || host.get().equals(socket.peer().address());
    return right
        && there
        && (ports.isEmpty() || ports.stream().anyMatch(each -> has(each, socket)));
  }

  private static boolean has(int[] range, HeldSocket socket) {
    return within(range, socket.local().port()) || within(range, socket.peer().port());
  }

  private static boolean within(int[] range, int port) {
    return range[0] <= port && port <= range[1];
  }
}
