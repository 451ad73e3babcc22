package dev.cnilab.cluster.grpc;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Sends and answers {@code grpc.health.v1.Health/Check}. */
public final class GrpcHealth {
  private static final int BACKLOG = 128;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String CHECK = "/grpc.health.v1.Health/Check";

  /** The field {@code service} of the request, of type string. */
  private static final int SERVICE = 0x0a;

  /** The field {@code status} of the response, of type enum. */
  private static final int STATUS = 0x08;

  private static final int NOT_FOUND = 5;
  private static final int UNIMPLEMENTED = 12;

  private GrpcHealth() {}

  /** The health of a service, in the protocol's order. */
  public enum Status {
    UNKNOWN(0),
    SERVING(1),
    NOT_SERVING(2),
    /** Answered with an error because there is no such service. */
    SERVICE_UNKNOWN(3);

    private final byte number;

    Status(int number) {
      this.number = (byte) number;
    }
  }

  /**
   * Asks over an established connection; waits, in a task only.
   *
   * @throws ErrnoException ETIMEDOUT and the like if no answer arrives
   * @throws IllegalArgumentException if the answer is not of this protocol
   */
  public static Status ask(TcpConnection connection, String service, Duration patience) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(":method", "POST");
    headers.put(":scheme", "http");
    headers.put(":path", CHECK);
    headers.put(":authority", connection.peer().toString());
    headers.put("content-type", "application/grpc");
    headers.put("user-agent", "kube-probe/1.37");
    headers.put("te", "trailers");
    byte[] name = service.getBytes(StandardCharsets.UTF_8);
    byte[] question = new byte[name.length == 0 ? 0 : name.length + 2];
    if (name.length > 0) {
      question[0] = SERVICE;
      question[1] = (byte) name.length;
      System.arraycopy(name, 0, question, 2, name.length);
    }
    connection.write(Bytes.of(GrpcCall.PREFACE), patience);
    connection.write(
        Bytes.of(
            Frame.join(
                Frame.settings(0),
                new Frame(Frame.HEADERS, Frame.END_HEADERS, 1, HeaderList.encode(headers)),
                new Frame(Frame.DATA, Frame.END_STREAM, 1, GrpcCall.message(question)))),
        patience);
    GrpcCall answer = GrpcCall.receive(connection, 0, patience);
    byte[] content = answer.content();
    if (!answer.header("grpc-status").equals("0")) {
      return Status.SERVICE_UNKNOWN;
    }
    boolean said = content.length == 2 && content[0] == STATUS;
    return said ? Status.values()[content[1] & 3] : Status.UNKNOWN;
  }

  /**
   * Listens on a port and answers while the process lives.
   *
   * @param services the health of each service; "" is the server itself
   * @throws ErrnoException EADDRINUSE if the port is taken
   */
  public static void serve(Process process, int port, Function<String, Status> services) {
    ProcessSockets sockets = new ProcessSockets(process);
    TcpListener listener = sockets.listen(Ipv4Address.ANY, port, BACKLOG);
    sockets.serve(listener, "grpc:" + port, connection -> answer(connection, services));
  }

  private static void answer(TcpConnection connection, Function<String, Status> services) {
    try {
      GrpcCall call = GrpcCall.receive(connection, GrpcCall.PREFACE.length, PATIENCE);
      boolean known = call.header(":path").equals(CHECK);
      byte[] question = call.content();
      String service =
          question.length > 2
              ? new String(question, 2, question.length - 2, StandardCharsets.UTF_8)
              : "";
      Status status = services.apply(service);
      int error = !known ? UNIMPLEMENTED : status == Status.SERVICE_UNKNOWN ? NOT_FOUND : 0;
      connection.write(Bytes.of(answer(status, error)), PATIENCE);
    } catch (IllegalArgumentException otherProtocol) {
      // A client that does not speak the protocol gets no answer.
    }
  }

  private static byte[] answer(Status status, int error) {
    Map<String, String> head = new LinkedHashMap<>();
    head.put(":status", "200");
    head.put("content-type", "application/grpc");
    Map<String, String> end = Map.of("grpc-status", Integer.toString(error));
    byte[] content =
        GrpcCall.message(error == 0 ? new byte[] {STATUS, status.number} : new byte[0]);
    return Frame.join(
        Frame.settings(0),
        Frame.settings(Frame.ACK),
        new Frame(Frame.HEADERS, Frame.END_HEADERS, 1, HeaderList.encode(head)),
        new Frame(Frame.DATA, 0, 1, content),
        new Frame(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, 1, HeaderList.encode(end)));
  }
}
