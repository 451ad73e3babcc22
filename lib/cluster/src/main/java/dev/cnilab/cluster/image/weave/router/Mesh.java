package dev.cnilab.cluster.image.weave.router;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.image.weave.ipam.Database;
import dev.cnilab.cluster.image.weave.ipam.RingAllocator;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Optional;

/**
 * How peers communicate, over TCP on port 6783: they exchange their rings, and may ask for space.
 */
public final class Mesh implements AutoCloseable {
  public static final int PORT = 6783;
  private static final int BACKLOG = 128;
  private static final int CHUNK = 65_536;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Process process;
  private final String self;
  private final RingAllocator allocator;
  private final Runnable onChange;
  private final TcpListener listener;
  private final Task accepting;

  /**
   * Starts listening.
   *
   * @param onChange called when another peer has sent something new
   * @throws ErrnoException EADDRINUSE if the port is taken
   */
  public Mesh(Process process, String self, RingAllocator allocator, Runnable onChange) {
    this.process = process;
    this.self = self;
    this.allocator = allocator;
    this.onChange = onChange;
    this.listener = new ProcessSockets(process).listen(Ipv4Address.ANY, PORT, BACKLOG);
    this.accepting = new ProcessSockets(process).serve(listener, "weave:" + PORT, this::serve);
  }

  @Override
  public void close() {
    accepting.interrupt();
    new ProcessSockets(process).close(listener);
  }

  /**
   * Sends the ring to a peer and receives its own.
   *
   * @return the peer's name; empty if there was no connection
   */
  Optional<String> gossip(Ipv4Address peer) {
    return exchange(peer, "");
  }

  /** Like {@link #gossip}, and asks the peer for some of its addresses if it has that name. */
  Optional<String> askForSpace(Ipv4Address peer, String donor) {
    return exchange(peer, donor);
  }

  private Optional<String> exchange(Ipv4Address peer, String donor) {
    try (TcpConnection connection = process.network().tcp().connect(peer, PORT)) {
      if (!connection.awaitEstablished(PATIENCE)
          || !connection.write(Bytes.of(message(donor)), PATIENCE)) {
        return Optional.empty();
      }
      return heard(connection).map(this::learn).map(answer -> answer.path("peer").asText());
    } catch (ErrnoException refused) {
      return Optional.empty();
    }
  }

  /** A peer that no longer waits for the answer will ask again. */
  private void serve(TcpConnection connection) {
    Optional<JsonNode> question = heard(connection).map(this::learn);
    if (question.isEmpty() || !process.isAlive()) {
      return;
    }
    if (question.get().path("askFor").asText().equals(self)
        && allocator.donate(question.get().path("peer").asText())) {
      onChange.run();
    }
    connection.write(Bytes.of(message("")), PATIENCE);
  }

  private String message(String donor) {
    ObjectNode message =
        JsonNodeFactory.instance.objectNode().put("peer", self).put("askFor", donor);
    Database.write(allocator.ring(), message);
    return GoJson.marshal(message) + "\n";
  }

  private static Optional<JsonNode> heard(TcpConnection connection) {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\n") < 0) {
      Optional<Bytes> more = connection.read(CHUNK, PATIENCE);
      if (more.isEmpty() || more.get().length() == 0) {
        return Optional.empty();
      }
      text.append(more.get().text());
    }
    try {
      return Optional.of(GoJson.parse(text.toString()));
    } catch (GoJsonException notAPeer) {
      return Optional.empty();
    }
  }

  private JsonNode learn(JsonNode message) {
    if (allocator.ring().merge(Database.tokens(message.path("ring")))) {
      onChange.run();
    }
    return message;
  }
}
