package dev.cnilab.userland.net.sockets.report;

import dev.cnilab.netsim.tcp.TcpState;
import dev.cnilab.userland.net.command.CommandFailure;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The names of states and groups of states in {@code ss}. */
final class SsStates {
  /** The states that {@code ss} shows by default. */
  static final Set<TcpState> CONNECTED =
      EnumSet.complementOf(
          EnumSet.of(TcpState.LISTEN, TcpState.CLOSED, TcpState.TIME_WAIT, TcpState.SYN_RECV));

  static final Set<TcpState> LISTENING = EnumSet.of(TcpState.LISTEN, TcpState.CLOSED);

  static final Set<TcpState> ALL = EnumSet.allOf(TcpState.class);

  private SsStates() {}

  /**
   * The states with a name.
   *
   * @throws CommandFailure if there is no such name
   */
  static Set<TcpState> named(String name) {
    return switch (name) {
      case "all" -> ALL;
      case "connected" -> EnumSet.complementOf(EnumSet.of(TcpState.LISTEN, TcpState.CLOSED));
      case "synchronized" ->
          EnumSet.complementOf(EnumSet.of(TcpState.LISTEN, TcpState.CLOSED, TcpState.SYN_SENT));
      case "bucket" -> EnumSet.of(TcpState.SYN_RECV, TcpState.TIME_WAIT);
      case "big" -> EnumSet.complementOf(EnumSet.of(TcpState.SYN_RECV, TcpState.TIME_WAIT));
      case "listening", "listen" -> EnumSet.of(TcpState.LISTEN);
      case "closed", "unconnected" -> EnumSet.of(TcpState.CLOSED);
      default -> EnumSet.of(single(name));
    };
  }

  private static TcpState single(String name) {
    try {
      return TcpState.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException unknown) {
      throw CommandFailure.usage("ss: wrong state name: " + name);
    }
  }
}
