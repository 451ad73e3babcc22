package dev.cnilab.cluster.image.agnhost.netexec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.agnhost.call.Answers;
import dev.cnilab.cluster.image.http.HttpClient;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Locale;

/**
 * {@code /dial?host=…&port=…&request=…}: sends a request to another server several times, and
 * returns the answers.
 */
record NetexecDial(Process process) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** Why an attempt failed, in Go's words. */
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message, null, false, false);
    }
  }

  /** Sends a request over one of the protocols. */
  @FunctionalInterface
  private interface Dialer {
    String ask(Endpoint server, String request) throws Failed;
  }

  HttpResponse answer(HttpRequest request) {
    String tries = request.parameter("tries");
    String question = request.parameter("request");
    String protocol = request.parameter("protocol").toLowerCase(Locale.ROOT);
    if (!tries.matches("\\d{0,6}")) {
      return Answers.error(400, "tries parameter is invalid. " + tries);
    }
    if (question.isEmpty()) {
      return Answers.error(400, "request parameter not specified. <nil>");
    }
    if (!protocol.isEmpty() && !protocol.equals("http") && !protocol.equals("udp")) {
      return Answers.error(400, "unsupported protocol. " + protocol);
    }
    try {
      Endpoint server =
          server(request.parameter("host"), Integer.parseInt(request.parameter("port")));
      return Answers.text(
          200,
          Json.text(
              ask(
                  protocol.equals("udp") ? this::datagram : this::page,
                  server,
                  question,
                  tries.isEmpty() ? 1 : Integer.parseInt(tries))));
    } catch (LookupFailure | NumberFormatException wrong) {
      return Answers.error(400, "host and/or port param are invalid. " + wrong.getMessage());
    }
  }

  private Endpoint server(String host, int port) throws LookupFailure {
    return new Endpoint(new Resolver(process).find(host).address(), port);
  }

  private static ObjectNode ask(Dialer dialer, Endpoint server, String request, int tries) {
    ArrayNode responses = Json.array();
    ArrayNode errors = Json.array();
    String last = "";
    for (int i = 0; i < tries; i++) {
      try {
        last = dialer.ask(server, request);
        responses.add(last);
      } catch (Failed failed) {
        last = "";
        errors.add(failed.getMessage());
      }
    }
    ObjectNode output = Json.object();
    if (!errors.isEmpty()) {
      output.set("errors", errors);
    }
    if (!last.isEmpty()) {
      output.set("responses", responses);
    }
    return output;
  }

  private String page(Endpoint server, String request) throws Failed {
    try {
      return HttpClient.request(
              process, "GET", server.address(), server.port(), "/" + request, TIMEOUT)
          .body();
    } catch (ErrnoException failed) {
      throw new Failed(
          "Get \"http://%s/%s\": %s"
              .formatted(
                  server,
                  request,
                  failed.errno() == Errno.ETIMEDOUT
                      ? "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
                      : GoNet.dial(server, failed)));
    }
  }

  private String datagram(Endpoint server, String request) throws Failed {
    ProcessSockets sockets = new ProcessSockets(process);
    UdpSocket socket = sockets.udp();
    try {
      socket.connect(server.address(), server.port());
      socket.send(Bytes.of(request));
      UdpSocket.Datagram answer = socket.receive(TIMEOUT);
      if (answer == null) {
        throw new Failed(unread(socket, server, "i/o timeout"));
      }
      return answer.data().text();
    } catch (ErrnoException failed) {
      throw new Failed(unread(socket, server, "read: " + GoText.errno(failed)));
    } finally {
      sockets.close(socket);
    }
  }

  private static String unread(UdpSocket socket, Endpoint server, String why) {
    Ipv4Address own = socket.localAddress();
    return "reading from udp connection failed. err:'read udp %s:%d->%s: %s'"
        .formatted(own, socket.localPort(), server, why);
  }
}
