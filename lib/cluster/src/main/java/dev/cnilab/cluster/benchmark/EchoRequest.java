package dev.cnilab.cluster.benchmark;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.socket.RawSocket;
import dev.cnilab.netsim.socket.Received;
import java.time.Duration;

/** An echo request, and whether it is answered. On the loop only. */
final class EchoRequest {
  private static final int SIZE = 56;

  private final Ipv4Address target;
  private final RawSocket socket;
  private boolean answered;

  /** Sends the request. */
  EchoRequest(NetworkNamespace from, Ipv4Address target) {
    this.target = target;
    socket = from.sockets().raw(IcmpMessage.PROTOCOL);
    socket.send(target, IcmpMessage.echoRequest(1, 1, Bytes.zeros(SIZE)));
    from.loop().spawn("ping " + target, this::await);
  }

  boolean isAnswered() {
    return answered;
  }

  private void await() {
    Received received = socket.receive(Duration.ofMillis(500));
    answered =
        received instanceof Received.Packet packet
            && packet.packet().source().equals(target)
            && packet.packet().payload() instanceof IcmpMessage message
            && message.type() == IcmpMessage.ECHO_REPLY;
    socket.close();
  }
}
