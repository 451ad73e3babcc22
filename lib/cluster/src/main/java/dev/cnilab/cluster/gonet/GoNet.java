package dev.cnilab.cluster.gonet;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.ResolverConfiguration;
import dev.cnilab.userland.process.Process;

/** Errors as Go's {@code net.OpError} prints them. */
public final class GoNet {
  private GoNet() {}

  /** {@code dial tcp 10.0.0.1:443: i/o timeout}. */
  public static String dialTimeout(Object address) {
    return dial(address, "i/o timeout");
  }

  /** {@code dial tcp 10.0.0.1:443: connect: connection refused}. */
  public static String dial(Object address, ErrnoException failed) {
    return dial(address, "connect: " + GoText.errno(failed));
  }

  /** A failure to connect, for whatever reason. */
  public static String dial(Object address, String why) {
    return "dial tcp " + address + ": " + why;
  }

  /** {@code dial tcp: lookup nowhere: no such host}. */
  public static String noSuchHost(String host) {
    return "dial tcp: lookup " + host + ": no such host";
  }

  /**
   * {@code dial tcp: lookup nowhere on 10.0.0.1:53: no such host}.
   *
   * @param process the one that looked it up
   */
  public static String lookup(String host, Process process, LookupFailure failure) {
    String why =
        switch (failure.reason()) {
          case NO_NAME, NO_DATA -> "no such host";
          case AGAIN -> "i/o timeout";
          case FAILED -> "server misbehaving";
        };
    Ipv4Address server = ResolverConfiguration.read(process.files()).servers().getFirst();
    return "dial tcp: lookup " + host + " on " + server + ":53: " + why;
  }

  /** {@code listen tcp 0.0.0.0:80: bind: address already in use}. */
  public static String listen(String address, ErrnoException taken) {
    return "listen tcp " + address + ": bind: " + GoText.errno(taken);
  }

  /** {@code read tcp 10.0.0.2:40000->10.0.0.1:443: read: connection reset by peer}. */
  public static String read(Endpoint local, Endpoint peer, String why) {
    return "read tcp " + local + "->" + peer + ": " + why;
  }
}
