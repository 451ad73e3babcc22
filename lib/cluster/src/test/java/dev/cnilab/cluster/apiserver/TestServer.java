package dev.cnilab.cluster.apiserver;

import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.http.HttpEndpoint;
import dev.cnilab.cluster.apiserver.kubelet.KubeletEndpoint;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.kubectl.Kubectl;
import dev.cnilab.cluster.kubectl.KubectlFolder;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** A real API server on a port, with a namespace and an administrator but no controllers. */
final class TestServer implements AutoCloseable {
  private final EventLoop loop = EventLoop.onDemand(1);
  private final ApiServer server = loop.call(() -> new ApiServer(loop));
  private final ApiClient client = server.client(User.apiServer());
  private final Map<String, KubeletEndpoint> kubelets = new HashMap<>();
  private final HttpEndpoint endpoint;
  private final KubectlFolder folder;
  private final HttpClient http;

  TestServer() {
    call(
        () -> {
          create(ResourceTypes.NAMESPACES, "{metadata: {name: default}}");
          create(ResourceTypes.NAMESPACES, "{metadata: {name: kube-system}}");
          create(
              ResourceTypes.SERVICE_ACCOUNTS,
              "{metadata: {name: default, namespace: default}, automountServiceAccountToken:"
                  + " false}");
          create(
              ResourceTypes.CLUSTER_ROLES,
              "{metadata: {name: cluster-admin}, rules: [{apiGroups: ['*'], resources: ['*'],"
                  + " verbs: ['*']}]}");
          create(
              ResourceTypes.CLUSTER_ROLES,
              "{metadata: {name: every-path}, rules: [{nonResourceURLs: ['*'], verbs: ['*']}]}");
          create(
              ResourceTypes.CLUSTER_ROLE_BINDINGS,
              "{metadata: {name: every-path}, roleRef: {kind: ClusterRole, name: every-path},"
                  + " subjects: [{kind: Group, name: 'kubeadm:cluster-admins'}]}");
          create(
              ResourceTypes.CLUSTER_ROLES,
              "{metadata: {name: 'system:public-info-viewer'}, rules: [{nonResourceURLs: [/healthz,"
                  + " /livez, /readyz, /version], verbs: [get]}]}");
          create(
              ResourceTypes.CLUSTER_ROLE_BINDINGS,
              "{metadata: {name: 'system:public-info-viewer'}, roleRef: {kind: ClusterRole, name:"
                  + " 'system:public-info-viewer'}, subjects: [{kind: Group, name:"
                  + " 'system:unauthenticated'}]}");
          create(
              ResourceTypes.CLUSTER_ROLES,
              "{metadata: {name: 'system:basic-user'}, rules: [{apiGroups: [authorization.k8s.io],"
                  + " resources: [selfsubjectaccessreviews], verbs: [create]}]}");
          create(
              ResourceTypes.CLUSTER_ROLE_BINDINGS,
              "{metadata: {name: 'system:basic-user'}, roleRef: {kind: ClusterRole, name:"
                  + " 'system:basic-user'}, subjects: [{kind: Group, name:"
                  + " 'system:authenticated'}]}");
          return create(
              ResourceTypes.CLUSTER_ROLE_BINDINGS,
              "{metadata: {name: 'kubeadm:cluster-admins'}, roleRef: {kind: ClusterRole, name:"
                  + " cluster-admin}, subjects: [{kind: Group, name: 'kubeadm:cluster-admins'}]}");
        });
    endpoint = server.listen(0);
    http =
        HttpClient.newBuilder().sslContext(PemTrust.in(endpoint.kubeconfig().authority())).build();
    folder = new KubectlFolder(endpoint.kubeconfig());
  }

  EventLoop loop() {
    return loop;
  }

  ApiServer server() {
    return server;
  }

  ApiClient client() {
    return client;
  }

  HttpEndpoint endpoint() {
    return endpoint;
  }

  <T> T call(Callable<T> action) {
    return loop.call(action);
  }

  /** Creates an object from YAML. */
  KubeObject create(ResourceType type, String yaml) {
    return loop.call(() -> client.create(type, Yaml.object(yaml)));
  }

  void register(String node, KubeletEndpoint kubelet) {
    call(
        () -> {
          kubelets.put(node, kubelet);
          server.reach(name -> Objects.requireNonNull(kubelets.get(name)));
          return node;
        });
  }

  /** Runs kubectl with the administrator's kubeconfig. */
  Kubectl kubectl(String... arguments) {
    return Kubectl.run(folder.kubeconfig(), "", arguments);
  }

  Kubectl kubectlWithInput(String input, String... arguments) {
    return Kubectl.run(folder.kubeconfig(), input, arguments);
  }

  Process startKubectl(String... arguments) {
    return Kubectl.start(folder.kubeconfig(), arguments);
  }

  /** Opens a WebSocket as the administrator. */
  WebSocket webSocket(String path, String subprotocol, WebSocket.Listener listener) {
    return open(path, webSocket().subprotocols(subprotocol), listener);
  }

  /** A WebSocket of the administrator, to be opened. */
  WebSocket.Builder webSocket() {
    return http.newWebSocketBuilder()
        .header("Authorization", "Bearer " + endpoint.kubeconfig().token());
  }

  WebSocket open(String path, WebSocket.Builder socket, WebSocket.Listener listener) {
    return socket
        .buildAsync(URI.create(uri(path).toString().replaceFirst("^http", "ws")), listener)
        .join();
  }

  /** Sends a request as the administrator. */
  HttpResponse<String> send(String method, String path, String contentType, String body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", contentType)
            .header("Authorization", "Bearer " + endpoint.kubeconfig().token())
            .build());
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, "application/json", "");
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  URI uri(String path) {
    return URI.create(endpoint.kubeconfig().server() + path);
  }

  HttpClient http() {
    return http;
  }

  @Override
  public void close() {
    endpoint.close();
    loop.close();
    folder.close();
  }
}
