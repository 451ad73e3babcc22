package dev.cnilab.cluster.labapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.socket.RawSocket;
import dev.cnilab.netsim.socket.SocketOptions.PathMtuDiscovery;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TracedOpening;
import dev.cnilab.netsim.trace.TraceRecorder;
import java.time.Duration;
import java.util.Optional;

/** Traces an echo request, or the SYN of a connection, its reply, and the errors they cause. */
public final class PacketTracing implements Tracing {
  private static final int DEFAULT_SIZE = 56;
  private static final int LARGEST_SIZE = 65_507;
  private static final int LAST_PORT = 65_535;

  /** Long enough for three ARP requests a second apart to fail, and for the consequences. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final EventLoop loop;
  private final NamespaceFinder places;
  private int identifier;

  public PacketTracing(EventLoop loop, NamespaceFinder places) {
    this.loop = loop;
    this.places = places;
  }

  @Override
  public JsonNode trace(JsonNode request) {
    Ipv4Address destination = destination(request.path("to").asText(""));
    return request.has("port")
        ? opening(request, destination, request.path("port").asInt())
        : echo(request, destination);
  }

  private JsonNode echo(JsonNode request, Ipv4Address destination) {
    int size = request.path("size").asInt(DEFAULT_SIZE);
    if (size < 0 || size > LARGEST_SIZE) {
      throw ApiErrors.badRequest("size: " + size + " is not 0 to " + LARGEST_SIZE);
    }
    PathMtuDiscovery fragmentation =
        request.path("dontFragment").asBoolean() ? PathMtuDiscovery.DO : PathMtuDiscovery.DONT;
    RawSocket socket =
        loop.call(() -> places.find(request.path("from")).sockets().raw(IcmpMessage.PROTOCOL));
    try {
      Sent sent = loop.call(() -> send(socket, destination, size, fragmentation));
      loop.advance(PATIENCE);
      return loop.call(() -> TraceDocument.of(sent.recorder.trace(), sent.error));
    } finally {
      loop.execute(socket::close);
    }
  }

  private JsonNode opening(JsonNode request, Ipv4Address destination, int port) {
    if (port < 1 || port > LAST_PORT) {
      throw ApiErrors.badRequest("port: " + request.path("port") + " is not 1 to " + LAST_PORT);
    }
    NetworkNamespace from = loop.call(() -> places.find(request.path("from")));
    Opening opening = loop.call(() -> open(from, destination, port));
    loop.advance(PATIENCE);
    JsonNode trace =
        loop.call(() -> TraceDocument.of(opening.sent.recorder.trace(), opening.sent.error));
    opening.connection.ifPresent(connection -> loop.execute(connection::abort));
    return trace;
  }

  /** A connection that is being opened, if its SYN could be sent. */
  private record Opening(Optional<TcpConnection> connection, Sent sent) {}

  private static Opening open(NetworkNamespace from, Ipv4Address to, int port) {
    try {
      TracedOpening opening = from.tcp().trace(to, port);
      return new Opening(Optional.of(opening.connection()), new Sent(opening.recorder(), ""));
    } catch (ErrnoException refused) {
      return new Opening(Optional.empty(), unsent(refused));
    }
  }

  /** A packet on its way, or the error that kept it from being sent, "" if none did. */
  private record Sent(TraceRecorder recorder, String error) {}

  private Sent send(RawSocket socket, Ipv4Address to, int size, PathMtuDiscovery fragmentation) {
    socket.options().pathMtuDiscovery(fragmentation);
    IcmpMessage echo = IcmpMessage.echoRequest(++identifier & 0xffff, 1, Bytes.zeros(size));
    try {
      return new Sent(socket.trace(to, echo), "");
    } catch (ErrnoException refused) {
      return unsent(refused);
    }
  }

  private static Sent unsent(ErrnoException refused) {
    return new Sent(TraceRecorder.ofRequest(), String.valueOf(refused.getMessage()));
  }

  private static Ipv4Address destination(String text) {
    try {
      return Ipv4Address.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw ApiErrors.badRequest("to: " + malformed.getMessage());
    }
  }
}
