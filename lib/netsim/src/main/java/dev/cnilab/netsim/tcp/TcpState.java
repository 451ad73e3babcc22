package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.kernel.Mib.Counter;
import java.util.Optional;

/** The states of RFC 9293, named as in {@code ss}. */
public enum TcpState {
  LISTEN("LISTEN"),
  SYN_SENT("SYN-SENT"),
  SYN_RECV("SYN-RECV"),
  ESTABLISHED("ESTAB"),
  FIN_WAIT_1("FIN-WAIT-1"),
  FIN_WAIT_2("FIN-WAIT-2"),
  CLOSE_WAIT("CLOSE-WAIT"),
  CLOSING("CLOSING"),
  LAST_ACK("LAST-ACK"),
  TIME_WAIT("TIME-WAIT"),
  CLOSED("UNCONN");

  private final String label;

  TcpState(String label) {
    this.label = label;
  }

  /** The name that {@code ss} prints. */
  public String label() {
    return label;
  }

  /** Whether this end may still send data. */
  boolean maySend() {
    return this == ESTABLISHED || this == CLOSE_WAIT;
  }

  /** Whether the peer may still send data. */
  boolean mayReceive() {
    return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
  }

  /** What counts the end of a connection in this state, where it is a failure (tcp_set_state). */
  Optional<Counter> failure() {
    return switch (this) {
      case SYN_SENT, SYN_RECV -> Optional.of(Counter.TCP_ATTEMPT_FAILS);
      case ESTABLISHED, CLOSE_WAIT -> Optional.of(Counter.TCP_ESTAB_RESETS);
      case LISTEN, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT, CLOSED -> Optional.empty();
    };
  }
}
