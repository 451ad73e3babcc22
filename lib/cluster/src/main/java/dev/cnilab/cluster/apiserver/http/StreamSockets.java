package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.connection.Connections;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.connection.stream.StreamPlace;
import dev.cnilab.cluster.apiserver.http.access.Authentication;
import dev.cnilab.cluster.apiserver.http.message.Failures;
import dev.cnilab.cluster.apiserver.http.message.RequestPath;
import dev.cnilab.cluster.apiserver.http.message.RequestQuery;
import dev.cnilab.cluster.apiserver.http.stream.Channels;
import dev.cnilab.cluster.apiserver.http.stream.LogSocket;
import dev.cnilab.cluster.apiserver.http.stream.PortChannels;
import dev.cnilab.cluster.apiserver.http.stream.PortForwardSocket;
import dev.cnilab.cluster.apiserver.http.stream.StreamSocket;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;

/**
 * Accepts or refuses WebSockets to {@code pods/NAME/exec}, {@code attach}, {@code portforward},
 * {@code log} and to an extension's {@code exec}.
 */
final class StreamSockets {
  private static final String PATH =
      "regex|^/api/v1/namespaces/[^/]+/pods/[^/]+/(exec|attach|portforward|log)$";

  /** Such as {@code /apis/GROUP/VERSION/RESOURCE/NAME/exec}. */
  private static final String EXTENDED_PATH = "regex|^/apis/[^/]+/[^/]+/[^/]+/[^/]+/exec$";

  private final ApiCore core;
  private final StreamStart start;
  private final Authentication authentication;
  private final HttpLimits limits;
  private final Connections connections;

  private StreamSockets(
      ApiCore core, Authentication authentication, HttpLimits limits, Connections connections) {
    this.core = core;
    this.start = new StreamStart(core, core.egress());
    this.authentication = authentication;
    this.limits = limits;
    this.connections = connections;
  }

  static void configure(
      ServerWebSocketContainer container,
      ApiCore core,
      Authentication authentication,
      HttpLimits limits,
      Connections connections) {
    container.setIdleTimeout(limits.stream());
    StreamSockets sockets = new StreamSockets(core, authentication, limits, connections);
    container.addMapping(PATH, sockets::accept);
    container.addMapping(EXTENDED_PATH, sockets::accept);
  }

  private @Nullable Object accept(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    connections.begin(request);
    try {
      String path = RequestPath.of(request);
      StreamPlace place = placeAfterOutages();
      User user = onLoop(() -> authentication.user(request));
      StreamRequest wanted =
          new StreamRequest(
              user, Arrays.asList(path.substring(1).split("/")), RequestQuery.of(request), place);
      List<String> offered = request.getSubProtocols();
      StreamSocket socket =
          switch (wanted.kind()) {
            case "portforward" -> ports(wanted, offered, response);
            case "log" -> log(wanted, offered, response);
            default -> command(wanted, offered, response);
          };
      socket.limit(limits);
      return socket;
    } catch (RuntimeException refused) {
      refuse(response, callback, Failures.status(refused));
      return null;
    }
  }

  /** A place that a reset has not made useless while its end was awaited. */
  private StreamPlace placeAfterOutages() {
    StreamPlace place;
    do {
      place = core.egress().streams().place();
      core.outage().awaitEnd();
    } while (!place.isGood());
    return place;
  }

  /** Runs on the loop and waits as long as for any request. */
  private <T> T onLoop(Callable<T> action) {
    return core.loop()
        .submit(action)
        .orTimeout(limits.request().toNanos(), TimeUnit.NANOSECONDS)
        .join();
  }

  /** The same for an action that also waits for the network. */
  private <T> T inTask(Supplier<T> action) {
    return NetworkWork.start(core.loop(), "stream", action)
        .orTimeout(limits.request().toNanos(), TimeUnit.NANOSECONDS)
        .join();
  }

  private StreamSocket ports(
      StreamRequest wanted, List<String> offered, ServerUpgradeResponse response) {
    if (offered.contains(PortForwardSocket.SUBPROTOCOL)) {
      response.setAcceptedSubProtocol(PortForwardSocket.SUBPROTOCOL);
      return inTask(() -> start.portForward(wanted));
    }
    if (PortChannels.SUBPROTOCOLS.stream().noneMatch(offered::contains)) {
      throw unknown(offered, PortForwardSocket.SUBPROTOCOL);
    }
    response.setAcceptedSubProtocol(PortChannels.SUBPROTOCOLS.getFirst());
    return inTask(() -> start.portChannels(wanted));
  }

  private StreamSocket log(
      StreamRequest wanted, List<String> offered, ServerUpgradeResponse response) {
    String subprotocol =
        LogSocket.SUBPROTOCOLS.stream().filter(offered::contains).findFirst().orElse("");
    if (!subprotocol.isEmpty()) {
      response.setAcceptedSubProtocol(subprotocol);
    }
    return inTask(() -> start.log(wanted, subprotocol));
  }

  private StreamSocket command(
      StreamRequest wanted, List<String> offered, ServerUpgradeResponse response) {
    Channels channels =
        Channels.negotiate(offered).orElseThrow(() -> unknown(offered, "v5.channel.k8s.io"));
    response.setAcceptedSubProtocol(channels.subprotocol());
    return inTask(() -> start.command(wanted, channels));
  }

  private static ApiException unknown(List<String> offered, String known) {
    return ApiErrors.badRequest(
        "none of the WebSocket subprotocols " + offered + " is known; try " + known);
  }

  private static void refuse(ServerUpgradeResponse response, Callback callback, ApiStatus status) {
    response.setStatus(status.code());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    byte[] body = status.toObject().toString().getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
