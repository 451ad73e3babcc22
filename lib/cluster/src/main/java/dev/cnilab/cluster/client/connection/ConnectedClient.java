package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.client.Watch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A client whose every request uses a connection.
 *
 * @param query appended to each path, as messages show it
 */
record ConnectedClient(
    ApiTransport transport,
    ReflectorLog log,
    Supplier<Credential> credential,
    Duration timeout,
    String query)
    implements ApiClient {
  private static final String OF_REFLECTORS = "?limit=500&resourceVersion=0";

  @Override
  public KubeObject get(ResourceType type, String namespace, String name) {
    return transport.call(
        call("Get", path(type, namespace, name)), client -> client.get(type, namespace, name));
  }

  @Override
  public Optional<KubeObject> find(ResourceType type, String namespace, String name) {
    return transport.call(
        call("Get", path(type, namespace, name)), client -> client.find(type, namespace, name));
  }

  @Override
  public Optional<KubeObject> findListed(ResourceType type, String namespace, String name) {
    return transport.call(
        call("Get", path(type, namespace, "")), client -> client.findListed(type, namespace, name));
  }

  @Override
  public List<KubeObject> list(ResourceType type, String namespace, ListOptions options) {
    return transport.call(
        call("Get", path(type, namespace, "")), client -> client.list(type, namespace, options));
  }

  @Override
  public List<KubeObject> listMatching(
      ResourceType type, String namespace, LabelSelector selector) {
    return transport.call(
        call("Get", path(type, namespace, "")),
        client -> client.listMatching(type, namespace, selector));
  }

  @Override
  public List<KubeObject> listOrphans(ResourceType type, String namespace, LabelSelector selector) {
    return transport.call(
        call("Get", path(type, namespace, "")),
        client -> client.listOrphans(type, namespace, selector));
  }

  @Override
  public List<KubeObject> listSelecting(ResourceType type, KubeObject object) {
    return transport.call(
        call("Get", path(type, object.namespace(), "")),
        client -> client.listSelecting(type, object));
  }

  @Override
  public List<KubeObject> listMounting(KubeObject claim) {
    return transport.call(
        call("Get", path(ResourceTypes.PODS, claim.namespace(), "")),
        client -> client.listMounting(claim));
  }

  @Override
  public List<KubeObject> listControlledBy(ResourceType type, String namespace, String uid) {
    return transport.call(
        call("Get", path(type, namespace, "")),
        client -> client.listControlledBy(type, namespace, uid));
  }

  @Override
  public List<ResourceType> types() {
    return transport.call(call("Get", "/apis"), ApiClient::types);
  }

  @Override
  public KubeObject create(ResourceType type, KubeObject object) {
    return transport.call(
        call("Post", path(type, object.namespace(), "")), client -> client.create(type, object));
  }

  @Override
  public KubeObject update(ResourceType type, KubeObject object) {
    return transport.call(
        call("Put", path(type, object.namespace(), object.name())),
        client -> client.update(type, object));
  }

  @Override
  public KubeObject updateStatus(ResourceType type, KubeObject object) {
    return transport.call(
        call("Put", path(type, object.namespace(), object.name()) + "/status"),
        client -> client.updateStatus(type, object));
  }

  @Override
  public KubeObject updateSubresource(ResourceType type, KubeObject object, String subresource) {
    return transport.call(
        call("Put", path(type, object.namespace(), object.name()) + "/" + subresource),
        client -> client.updateSubresource(type, object, subresource));
  }

  @Override
  public KubeObject patch(ResourceType type, String namespace, String name, Patch patch) {
    String subresource = patch.subresource().isEmpty() ? "" : "/" + patch.subresource();
    return transport.call(
        call("Patch", path(type, namespace, name) + subresource),
        client -> client.patch(type, namespace, name, patch));
  }

  @Override
  public void delete(ResourceType type, String namespace, String name, DeleteOptions options) {
    transport.call(
        call("Delete", path(type, namespace, name)),
        client -> {
          client.delete(type, namespace, name, options);
          return true;
        });
  }

  @Override
  public KubeObject createSubresource(
      ResourceType type, String namespace, String name, String subresource, KubeObject body) {
    return transport.call(
        call("Post", path(type, namespace, name) + "/" + subresource),
        client -> client.createSubresource(type, namespace, name, subresource, body));
  }

  @Override
  public Watch watch(
      ResourceType type, String namespace, ListOptions options, Consumer<WatchEvent> listener) {
    ApiTransport.Call call =
        new ApiTransport.Call(
            "Get", path(type, namespace, "") + OF_REFLECTORS, timeout, credential);
    Reflector reflector =
        new Reflector(
            transport, new Reflector.Subject(type, namespace, options, call), log, listener);
    reflector.begin();
    return reflector;
  }

  private ApiTransport.Call call(String method, String path) {
    return new ApiTransport.Call(method, path + query, timeout, credential);
  }

  private static String path(ResourceType type, String namespace, String name) {
    return (type.group().isEmpty() ? "/api/" : "/apis/" + type.group() + "/")
        + type.version()
        + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
        + "/"
        + type.plural()
        + (name.isEmpty() ? "" : "/" + name);
  }
}
