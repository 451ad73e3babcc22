package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.authorization.Attributes;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.connection.Connections;
import dev.cnilab.cluster.apiserver.connection.HttpLimits;
import dev.cnilab.cluster.apiserver.extension.ApiExtension;
import dev.cnilab.cluster.apiserver.http.access.Authentication;
import dev.cnilab.cluster.apiserver.http.message.Failures;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.rest.Containers;
import dev.cnilab.cluster.apiserver.http.rest.PodLogs;
import dev.cnilab.cluster.apiserver.http.stream.Channels;
import dev.cnilab.cluster.apiserver.http.stream.ExecSocket;
import dev.cnilab.cluster.apiserver.http.stream.LogSocket;
import dev.cnilab.cluster.apiserver.http.stream.Outputs;
import dev.cnilab.cluster.apiserver.http.stream.PortChannels;
import dev.cnilab.cluster.apiserver.http.stream.PortForwardSocket;
import dev.cnilab.cluster.apiserver.node.ExecRequest;
import dev.cnilab.cluster.apiserver.node.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;

/**
 * Accepts or refuses WebSockets to {@code pods/NAME/exec}, {@code attach}, {@code portforward},
 * {@code log} and to an extension's {@code exec}.
 */
final class ExecSockets {
  private static final String PATH =
      "regex|^/api/v1/namespaces/[^/]+/pods/[^/]+/(exec|attach|portforward|log)$";

  /** Such as {@code /apis/GROUP/VERSION/RESOURCE/NAME/exec}. */
  private static final String EXTENDED_PATH = "regex|^/apis/[^/]+/[^/]+/[^/]+/[^/]+/exec$";

  /** The kubelet's {@code streamingConnectionIdleTimeout}. */
  private static final Duration LONGEST_SILENCE = Duration.ofHours(4);

  private static final long LARGEST_MESSAGE = 4 * 1024 * 1024;

  private final ApiCore core;
  private final Authentication authentication;
  private final HttpLimits limits;
  private final Connections connections;

  private ExecSockets(
      ApiCore core, Authentication authentication, HttpLimits limits, Connections connections) {
    this.core = core;
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
    container.setIdleTimeout(LONGEST_SILENCE);
    container.setMaxBinaryMessageSize(LARGEST_MESSAGE);
    container.setMaxTextMessageSize(LARGEST_MESSAGE);
    ExecSockets sockets = new ExecSockets(core, authentication, limits, connections);
    container.addMapping(PATH, sockets::accept);
    container.addMapping(EXTENDED_PATH, sockets::accept);
  }

  private @Nullable Object accept(
      ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
    connections.begin(request);
    try {
      String path = request.getHttpURI().getDecodedPath();
      core.outage().awaitEnd();
      User user = onLoop(() -> authentication.user(request));
      List<String> parts = Arrays.asList(path.substring(1).split("/"));
      if (parts.getLast().equals("portforward")) {
        List<String> offered = request.getSubProtocols();
        if (PortChannels.SUBPROTOCOLS.stream().anyMatch(offered::contains)
            && !offered.contains(PortForwardSocket.SUBPROTOCOL)) {
          response.setAcceptedSubProtocol(PortChannels.SUBPROTOCOLS.getFirst());
          return inTask(() -> prepareChannels(request, user, parts));
        }
        if (!offered.contains(PortForwardSocket.SUBPROTOCOL)) {
          throw ApiErrors.badRequest(unknown(request, PortForwardSocket.SUBPROTOCOL));
        }
        response.setAcceptedSubProtocol(PortForwardSocket.SUBPROTOCOL);
        return inTask(() -> preparePorts(request, user, parts));
      }
      if (parts.getLast().equals("log")) {
        String subprotocol =
            LogSocket.SUBPROTOCOLS.stream()
                .filter(request.getSubProtocols()::contains)
                .findFirst()
                .orElse("");
        if (!subprotocol.isEmpty()) {
          response.setAcceptedSubProtocol(subprotocol);
        }
        return inTask(() -> prepareLog(request, user, parts, subprotocol));
      }
      Channels channels =
          Channels.negotiate(request.getSubProtocols())
              .orElseThrow(() -> ApiErrors.badRequest(unknown(request, "v5.channel.k8s.io")));
      response.setAcceptedSubProtocol(channels.subprotocol());
      return inTask(
          () ->
              parts.getFirst().equals("apis")
                  ? prepareExtended(request, parts, user, channels)
                  : prepare(request, parts, user, channels));
    } catch (RuntimeException refused) {
      refuse(response, callback, Failures.status(refused));
      return null;
    }
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

  private PortChannels prepareChannels(Request request, User user, List<String> path) {
    requirePermission(user, path);
    KubeObject pod = core.registry().get(ResourceTypes.PODS, path.get(3), path.get(5));
    requireAdmission(request, user, pod, path);
    KubeletEndpoint kubelet = kubelet(pod);
    Fields query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
    return new PortChannels(
        core.loop(),
        core.streams(),
        kubelet,
        pod,
        PortChannels.ports(query.getValuesOrEmpty("ports")));
  }

  private PortForwardSocket preparePorts(Request request, User user, List<String> path) {
    requirePermission(user, path);
    KubeObject pod = core.registry().get(ResourceTypes.PODS, path.get(3), path.get(5));
    requireAdmission(request, user, pod, path);
    KubeletEndpoint kubelet = kubelet(pod);
    return new PortForwardSocket(core.loop(), core.streams(), kubelet, pod);
  }

  private LogSocket prepareLog(Request request, User user, List<String> path, String subprotocol) {
    core.rbac()
        .require(
            ResourceTypes.PODS,
            Attributes.ofResource(
                user, "get", ResourceTypes.PODS, "log", path.get(3), path.get(5)));
    KubeObject pod = core.registry().get(ResourceTypes.PODS, path.get(3), path.get(5));
    Reply.Log log = PodLogs.of(pod, RequestHandling.query(request), core.loop().now());
    return new LogSocket(core.loop(), core.streams(), subprotocol, kubelet(pod), log.request());
  }

  private ExecSocket prepare(Request request, List<String> parts, User user, Channels channels) {
    requirePermission(user, parts);
    KubeObject pod = core.registry().get(ResourceTypes.PODS, parts.get(3), parts.get(5));
    requireAdmission(request, user, pod, parts);
    Fields query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
    String container = query.getValue("container");
    List<String> command = query.getValuesOrEmpty("command");
    ExecRequest exec =
        new ExecRequest(
            pod.namespace(),
            pod.name(),
            Containers.chosen(pod, container == null ? "" : container),
            command,
            isSet(query, "stdin"),
            isSet(query, "tty"));
    boolean attach = parts.get(6).equals("attach");
    if (!attach && command.isEmpty()) {
      throw ApiErrors.badRequest("you must specify at least one command for the container");
    }
    KubeletEndpoint kubelet = kubelet(pod);
    required(kubelet, () -> kubelet.requireRunning(exec.namespace(), exec.pod(), exec.container()));
    return new ExecSocket(
        core.loop(),
        core.streams(),
        channels,
        sink -> attach ? kubelet.attach(exec, sink) : kubelet.exec(exec, sink),
        exec,
        new Outputs(isSet(query, "stdout"), isSet(query, "stderr")),
        kubelet::close);
  }

  private ExecSocket prepareExtended(
      Request request, List<String> path, User user, Channels channels) {
    ApiExtension extension = core.extensions().serving(path).orElseThrow(ApiErrors::noSuchResource);
    ResourceType type =
        core.resources()
            .find(path.get(1), path.get(2), path.get(3))
            .orElseThrow(ApiErrors::noSuchResource);
    core.rbac()
        .require(
            type, Attributes.ofResource(user, "create", type, path.getLast(), "", path.get(4)));
    Fields query = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
    ExecRequest exec =
        new ExecRequest(
            "",
            "",
            "",
            query.getValuesOrEmpty("command"),
            isSet(query, "stdin"),
            isSet(query, "tty"));
    List<String> place = path.subList(3, path.size() - 1);
    return new ExecSocket(
        core.loop(),
        core.streams(),
        channels,
        sink -> extension.exec(place, exec, sink),
        exec,
        Outputs.ALL,
        () -> {});
  }

  private KubeletEndpoint kubelet(KubeObject pod) {
    String node = pod.text("/spec/nodeName");
    if (node.isEmpty()) {
      throw ApiErrors.badRequest("pod " + pod.name() + " does not have a host assigned");
    }
    KubeletEndpoint kubelet = core.kubelets().connect(node);
    required(kubelet, kubelet::requireReachable);
    return kubelet;
  }

  /** Closes the connection to a kubelet if a stream cannot begin. */
  private static void required(KubeletEndpoint kubelet, Runnable requirement) {
    try {
      requirement.run();
    } catch (RuntimeException refused) {
      kubelet.close();
      throw refused;
    }
  }

  /**
   * A WebSocket begins with a GET, so the verb is get. A user who may only create is also accepted:
   * once refused, kubectl would ask again with SPDY and a POST, which is not served here.
   */
  private void requirePermission(User user, List<String> path) {
    Attributes get =
        Attributes.ofResource(
            user, "get", ResourceTypes.PODS, path.get(6), path.get(3), path.get(5));
    if (core.rbac().allows(get).isEmpty()) {
      core.rbac().require(ResourceTypes.PODS, get.withVerb("create"));
    }
  }

  private void requireAdmission(Request request, User user, KubeObject pod, List<String> path) {
    core.streamAdmission().require(user, pod, path.getLast(), RequestHandling.query(request));
  }

  private static boolean isSet(Fields query, String name) {
    String value = query.getValue(name);
    return value != null && !value.equalsIgnoreCase("false") && !value.equals("0");
  }

  private static String unknown(ServerUpgradeRequest request, String known) {
    return "none of the WebSocket subprotocols "
        + request.getSubProtocols()
        + " is known; try "
        + known;
  }

  private static void refuse(ServerUpgradeResponse response, Callback callback, ApiStatus status) {
    response.setStatus(status.code());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    byte[] body = status.toObject().toString().getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
