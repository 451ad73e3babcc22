package dev.cnilab.userland.net.traceroute;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.List;

/** {@code traceroute} 2.1.2, as in Debian 12. */
public final class Traceroute implements Program {
  private static final int FIRST_PORT = 33434;
  private static final int DNS = 53;
  private static final int HTTP = 80;
  private static final int SOURCE_PORTS = 20000;

  @Override
  public int run(Process process) {
    try {
      List<String> words = process.arguments();
      TracerouteOptions options = TracerouteOptions.parse(words.subList(1, words.size()));
      Ipv4Address target = resolve(process, options);
      return new ProbeRun(process, options, target, kind(process, options)).run();
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    }
  }

  private static Ipv4Address resolve(Process process, TracerouteOptions options) {
    String host = options.host;
    try {
      return new Resolver(process).find(host).address();
    } catch (LookupFailure unknown) {
      throw CommandFailure.of(
          2,
          (host + ": " + unknown.getMessage() + "\nCannot handle \"host\" cmdline arg `" + host)
              + ("' on position " + options.hostPosition + " (argc " + options.words + ")"));
    }
  }

  private static TracerouteProbe kind(Process process, TracerouteOptions options) {
    int random = process.loop().random().nextInt(SOURCE_PORTS) + 2 * SOURCE_PORTS - 5000;
    return switch (options.method) {
      case 'I' -> new TracerouteProbe.Echo(process.loop().random().nextInt(0x10000));
      case 'T' -> new TracerouteProbe.Syn(random, options.port < 0 ? HTTP : options.port);
      case 'U' -> new TracerouteProbe.Udp(random, options.port < 0 ? DNS : options.port, 0);
      default -> new TracerouteProbe.Udp(random, options.port < 0 ? FIRST_PORT : options.port, 1);
    };
  }
}
