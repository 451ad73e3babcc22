package dev.cnilab.cluster.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.Yaml;
import dev.cnilab.cluster.apiserver.authorization.ClientCertificates;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.netsim.loop.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** An API server on a port whose store a test can modify as no client could. */
public final class BareServer implements AutoCloseable {
  public static final String MAPS = "/api/v1/namespaces/default/configmaps";

  private final EventLoop loop = EventLoop.onDemand(1);
  private final List<Throwable> defects = new CopyOnWriteArrayList<>();
  private final ApiCore core;
  private final HttpEndpoint endpoint;

  public BareServer(HttpLimits limits) {
    loop.onUncaught(defects::add);
    core = loop.call(() -> new ApiCore(loop));
    put(ResourceTypes.NAMESPACES, "{metadata: {name: default}}");
    put(
        ResourceTypes.CLUSTER_ROLES,
        "{metadata: {name: all}, rules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']},"
            + " {nonResourceURLs: ['*'], verbs: ['*']}]}");
    put(
        ResourceTypes.CLUSTER_ROLES,
        "{metadata: {name: public}, rules: [{nonResourceURLs: [/healthz, /livez, /readyz,"
            + " /version], verbs: [get]}]}");
    put(
        ResourceTypes.CLUSTER_ROLE_BINDINGS,
        "{metadata: {name: public}, roleRef: {kind: ClusterRole, name: public}, subjects: [{kind:"
            + " Group, name: 'system:unauthenticated'}]}");
    put(
        ResourceTypes.CLUSTER_ROLE_BINDINGS,
        "{metadata: {name: all}, roleRef: {kind: ClusterRole, name: all}, subjects: [{kind: Group,"
            + " name: 'kubeadm:cluster-admins'}]}");
    endpoint =
        HttpEndpoint.start(
            core,
            new ClientCertificates(Authority.create(new Random(1), loop.now()), loop::now),
            0,
            limits);
  }

  public EventLoop loop() {
    return loop;
  }

  public ApiCore core() {
    return core;
  }

  public HttpEndpoint endpoint() {
    return endpoint;
  }

  /** The exceptions that have escaped from events so far. */
  public List<Throwable> defects() {
    return defects;
  }

  public KubeObject put(ResourceType type, String yaml) {
    return put(type, Yaml.object(yaml));
  }

  public KubeObject put(ResourceType type, KubeObject object) {
    return loop.call(
        () ->
            core.store()
                .put(
                    type,
                    object.edit(
                        json ->
                            json.put("apiVersion", type.apiVersion()).put("kind", type.kind()))));
  }

  /** A ConfigMap whose data is rendered by a test's own code. */
  public KubeObject putWith(String name, JsonNode data) {
    var json = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
    json.putObject("metadata").put("name", name).put("namespace", "default");
    json.set("data", data);
    return loop.call(() -> core.store().put(ResourceTypes.CONFIG_MAPS, KubeObject.of(json)));
  }

  public RawConnection connect() throws IOException {
    return RawConnection.open(endpoint);
  }

  /** A request of the administrator of which only the headers have been sent. */
  public RawConnection request(String method, String target, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\nHost: lab\n");
    head.append("Authorization: Bearer " + endpoint.kubeconfig().token() + "\n");
    for (String header : headers) {
      head.append(header).append('\n');
    }
    return connect().send(head.append('\n').toString());
  }

  /** The whole answer to a request of the administrator, including its headers. */
  public String answer(String method, String target, String... headers) throws IOException {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Connection: close";
    try (RawConnection connection = request(method, target, all)) {
      return connection.rest();
    }
  }

  /** A watch that has started. */
  public RawConnection watch(String target, String... headers) throws IOException {
    RawConnection watch =
        request("GET", target + (target.contains("?") ? "&" : "?") + "watch=1", headers);
    watch.lineWith("200 OK");
    return watch;
  }

  /** Waits until a condition holds, as long as the test runner allows. */
  public static void until(BooleanSupplier holds) {
    while (!holds.getAsBoolean()) {
      if (Thread.interrupted()) {
        throw new IllegalStateException("the test has taken too long");
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  @Override
  public void close() {
    endpoint.close();
    loop.close();
  }
}
