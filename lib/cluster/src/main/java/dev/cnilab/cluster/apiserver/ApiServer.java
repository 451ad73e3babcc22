package dev.cnilab.cluster.apiserver;

import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.node.KubeletEndpoint;
import dev.cnilab.cluster.apiserver.registry.Deletion;
import dev.cnilab.cluster.apiserver.registry.ObjectMetadata;
import dev.cnilab.cluster.apiserver.registry.Patches;
import dev.cnilab.cluster.apiserver.registry.Registry;
import dev.cnilab.cluster.apiserver.registry.Requester;
import dev.cnilab.cluster.apiserver.registry.Strategies;
import dev.cnilab.cluster.apiserver.registry.Subresources;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.netsim.loop.EventLoop;
import java.util.HashMap;
import java.util.Map;

/** A Kubernetes API server. The parts of the cluster reach it through {@link #client}. */
public final class ApiServer {
  private static final int HISTORY = 2000;

  private final EventLoop loop;
  private final ObjectStore store = new ObjectStore(HISTORY);
  private final Registry registry;
  private final Deletion deletion;
  private final Patches patches;
  private final Subresources subresources;
  private final Map<String, KubeletEndpoint> kubelets = new HashMap<>();

  public ApiServer(EventLoop loop) {
    this.loop = loop;
    ObjectMetadata metadata = new ObjectMetadata(loop);
    this.registry = new Registry(store, metadata, Strategies::of);
    this.deletion = new Deletion(store, metadata, Strategies::of);
    this.patches = new Patches(registry);
    this.subresources = new Subresources(registry, deletion, metadata);
  }

  /** A client that asks in the name of a user. */
  public ApiClient client(User user) {
    return new LocalClient(this, Requester.of(user));
  }

  /** Says where the kubelet of a node is reached for exec, attach and logs. On the loop only. */
  public void register(String nodeName, KubeletEndpoint kubelet) {
    kubelets.put(nodeName, kubelet);
  }

  public EventLoop loop() {
    return loop;
  }

  ObjectStore store() {
    return store;
  }

  Registry registry() {
    return registry;
  }

  Deletion deletion() {
    return deletion;
  }

  Patches patches() {
    return patches;
  }

  Subresources subresources() {
    return subresources;
  }
}
